import { ADMIN_TOKEN, Product } from '@netstrata/lab';
import { expect, test } from '@playwright/test';
import { Launch, scratchFolder } from './Launch.ts';
import { layerOf, openStack, pressIn } from './page.ts';

const SECOND = 'journey-second-host';
const SOON = { timeout: 120_000 };

test('npm run agent joins another host, whose pages are live and its own, until it is revoked', async ({ page }) => {
  using folder = scratchFolder();
  await using product = await Product.start();
  const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const headers = { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Content-Type': 'application/json' };
    const answer = await fetch(new URL(path, product.url), { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Record<string, unknown>;
  };
  const { command, token } = await post('/api/v1/enrolments', { allowApply: false });
  expect(command).toBe(`npm run agent -- --server ${new URL(product.url).origin} --token ${token}`);
  const words = ['--server', product.url, '--token', String(token), '--data', folder.path];
  await using agent = new Launch(words, { npm: true, script: 'agent', env: { NETSTRATA_HOST_ID: SECOND } });
  await expect.poll(() => agent.stderr, SOON).toContain('info  agent: connected');
  await expect
    .poll(() => agent.stdout)
    .toContain(`This machine reports to ${product.url}   (its key is in ${folder.path}; Ctrl-C ends it)`);
  // Who looks at the machine's processes does not learn the token from the agent.
  expect(
    [...agent.running().values()].filter((line) => line.includes('apps/agent') && line.includes(String(token))),
  ).toEqual([]);

  await openStack(page, product, `/hosts/${SECOND}`);
  for (const layer of ['application', 'socket', 'transport', 'network', 'link'] as const)
    await expect(layerOf(page, layer)).not.toHaveAttribute('data-state', 'unknown', SOON);
  await layerOf(page, 'link')
    .getByRole('button', { name: /^Link ?: show all metrics$/ })
    .click();
  await expect(page).toHaveURL(new RegExp(`/hosts/${SECOND}\\?layer=link$`));
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByRole('status').first()).toHaveText(/^\d+ metrics$/);
  await pressIn(drawer, 'Escape');
  await expect(drawer).toBeHidden();

  await post(`/api/v1/agents/${SECOND}/revoke`, {});
  await expect(page.locator('[data-freshness="live"]')).toHaveCount(0, SOON);
  await expect.poll(() => agent.stderr, SOON).toContain('its key was revoked');
  const { pid = Number.NaN } = agent.child;
  process.kill(pid, 'SIGTERM');
  await agent.ended;
  await expect.poll(() => [...agent.running().values()]).toEqual([]);

  // It keeps its key, and needs none to be told again why it is out.
  await using again = new Launch(['--server', product.url, '--data', folder.path], {
    script: 'agent',
    env: { NETSTRATA_HOST_ID: SECOND },
  });
  await expect.poll(() => again.stderr, SOON).toContain('its key was revoked');
});

import { Product } from '@netstrata/lab';
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { ADA, overflowOf, pressIn, signIn, violationsOf } from './page.ts';

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(async () => product[Symbol.asyncDispose]());

const SECTIONS = ['account', 'people', 'tokens', 'wall-links', 'hosts'] as const;

const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(new URL(path, product.url).href);
};

/** A section of the settings, open before an admin. */
const asAdmin = async (context: BrowserContext, section: (typeof SECTIONS)[number]): Promise<Page> => {
  await signIn(context, product);
  const page = await context.newPage();
  await open(page, `/settings/${section}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  return page;
};

/** What a dialog shows once. */
const secretOf = async (page: Page): Promise<string> => {
  const secret = page.getByRole('dialog').locator('[data-secret] code');
  await expect(secret).toBeVisible();
  return (await secret.textContent()) ?? '';
};

const fresh = async (browser: Browser): Promise<Page> => (await browser.newContext()).newPage();

test('an invited viewer makes the account of the invitation, looks at everything and changes nothing', async ({
  browser,
  context,
}) => {
  const admin = await asAdmin(context, 'people');
  await admin.getByRole('button', { name: 'Invite somebody' }).click();
  await admin.getByLabel('Their e-mail address').fill('Grace@example.org');
  await expect(admin.getByRole('radio', { name: /viewer/i })).toBeChecked();
  await admin.getByRole('button', { name: 'Make the link' }).click();
  const link = await secretOf(admin);
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/welcome\?code=\S{20,}$/);
  await admin.getByRole('button', { name: 'Done' }).click();
  const invitation = admin.getByRole('listitem').filter({ hasText: 'grace@example.org' });
  await expect(invitation).toContainText('ends in 6 d');

  const viewer = await fresh(browser);
  await viewer.goto(link);
  await expect(viewer.getByText('You were invited as viewer.')).toBeVisible();
  await expect(viewer.getByLabel('E-mail')).toHaveValue('grace@example.org');
  await expect(viewer.getByLabel('E-mail')).not.toBeEditable();
  await viewer.getByLabel('Name').fill('Grace Hopper');
  await viewer.getByLabel('Password', { exact: true }).fill('nanoseconds of wire');
  await viewer.getByRole('button', { name: 'Make my account' }).click();
  await expect(viewer.locator('[data-freshness="live"]')).toBeVisible();

  await viewer.getByRole('button', { name: 'You: grace@example.org' }).click();
  await expect(viewer.getByText('Role: viewer')).toBeVisible();
  await viewer.getByRole('menuitem', { name: 'Settings' }).click();
  await expect(viewer.getByText('Grace Hopper')).toBeVisible();
  await viewer.getByRole('link', { name: 'People' }).click();
  await expect(viewer.getByText('This needs the role admin; yours is viewer.')).toBeVisible();
  await expect(viewer.getByRole('button', { name: 'Invite somebody' })).toHaveCount(0);
  await viewer.getByRole('link', { name: 'Changes' }).click();
  const change = viewer.getByRole('button', { name: 'Change a setting…' });
  await expect(change).toBeDisabled();
  await expect(change).toHaveAccessibleDescription(/^This needs the role operator; yours is viewer/);
  await viewer.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => overflowOf(viewer)).toBe(0);
  expect(await violationsOf(viewer)).toEqual([]);
  const refused = await viewer.evaluate(async () => {
    const body = JSON.stringify({ name: 'mine', role: 'admin', days: 1 });
    const answer = await fetch('/api/v1/tokens', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    });
    return answer.status;
  });
  expect(refused).toBe(403);

  // Switched off, she is out at once, and her password is good for nothing.
  await open(admin, '/settings/people');
  const row = admin.getByRole('listitem').filter({ hasText: 'Grace Hopper' });
  await row.getByRole('button', { name: 'Switch off' }).click();
  await expect(admin.getByRole('alertdialog', { name: 'Switch off Grace Hopper?' })).toBeVisible();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Switch off' }).click();
  await expect(row).toContainText('Switched off');
  await open(viewer, '/');
  await expect(viewer).toHaveURL(/\/sign-in/);
  await viewer.getByLabel('E-mail').fill('grace@example.org');
  await viewer.getByLabel('Password', { exact: true }).fill('nanoseconds of wire');
  await viewer.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(viewer.getByRole('alert').filter({ hasText: 'E-mail or password is wrong' })).toBeVisible();
  await viewer.context().close();
});

test('an admin cannot switch off or demote the last admin', async ({ context }) => {
  const page = await asAdmin(context, 'people');
  const row = page.getByRole('listitem').filter({ hasText: ADA.email });
  await expect(row.getByRole('button', { name: 'Switch off' })).toHaveCount(0);
  await expect(row).toContainText('only another admin can switch this account off');
  await row.getByLabel(`Role of ${ADA.name}`).selectOption('viewer');
  const confirm = page.getByRole('alertdialog').getByRole('button', { name: 'Make them viewer' });
  await confirm.click();
  await expect(page.getByRole('alertdialog').getByRole('alert')).toContainText('the last admin');
  // Waiting for the answer has not taken the keyboard away from it.
  await expect(confirm).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(row.getByLabel(`Role of ${ADA.name}`)).toHaveValue('admin');
});

test('a token is shown once, lets a program in with its role, and no more once it is revoked', async ({ context }) => {
  const page = await asAdmin(context, 'tokens');
  await page.getByRole('button', { name: 'Make a token' }).click();
  await page.getByLabel('Name').fill('nightly report');
  await page.getByRole('button', { name: 'Make the token' }).click();
  const token = await secretOf(page);
  expect(token).toMatch(/^nst_\S{20,}$/);
  await expect(page.getByRole('dialog')).toContainText(
    `curl -H 'Authorization: Bearer ${token}' ${product.url}/api/v1/hosts`,
  );
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.locator('main')).not.toContainText(token);

  const ask = (path: string) =>
    fetch(new URL(path, product.url), { headers: { Authorization: `Bearer ${token}` } }).then(({ status }) => status);
  expect(await ask('/api/v1/hosts')).toBe(200);
  expect(await ask('/api/v1/people')).toBe(403);

  await page.reload();
  const row = page.getByRole('listitem').filter({ hasText: 'nightly report' });
  await expect(row).toContainText('last used just now');
  await expect(row).toContainText('viewer');
  await row.getByRole('button', { name: 'Revoke' }).click();
  await page
    .getByRole('alertdialog', { name: 'Revoke nightly report?' })
    .getByRole('button', { name: 'Revoke' })
    .click();
  await expect(row).toContainText('Revoked');
  expect(await ask('/api/v1/hosts')).toBe(401);
});

test('a wall link opens the wall in a browser that never signed in and nothing else; revoked, the screen says so', async ({
  browser,
  context,
}) => {
  const page = await asAdmin(context, 'wall-links');
  await page.getByRole('button', { name: 'Make a wall link' }).click();
  await page.getByLabel('Name').fill('corridor');
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await secretOf(page);
  await page.getByRole('button', { name: 'Done' }).click();

  const wall = await fresh(browser);
  await wall.goto(link);
  await expect(wall).toHaveURL(/\/wall$/);
  const { hosts } = await product.api<{ hosts: { hostname: string }[] }>('/api/v1/hosts');
  const tile = wall.getByRole('listitem').filter({ hasText: hosts[0]?.hostname ?? '' });
  await expect(tile).toHaveAttribute('data-state', /^(calm|busy|saturated)$/);
  for (const layer of ['Application', 'Socket', 'Transport', 'Network', 'Link'])
    await expect(tile).toContainText(layer);
  await expect(wall.getByRole('time')).toHaveText(/^\d\d:\d\d$/);
  expect(await violationsOf(wall)).toEqual([]);

  for (const path of ['/', '/hosts', '/settings/people']) {
    await open(wall, path);
    await expect(wall).toHaveURL(/\/wall$/);
  }
  const statuses = await wall.evaluate(async () => {
    const paths = ['/api/v1/people', '/api/v1/hosts/self/advice', '/api/v1/hosts/self/sockets', '/api/v1/tokens'];
    return Promise.all(paths.map((path) => fetch(path).then(({ status }) => status)));
  });
  expect(statuses).toEqual([403, 403, 403, 403]);

  const row = page.getByRole('listitem').filter({ hasText: 'corridor' });
  await row.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(wall.getByText('This screen is not let in any more')).toBeVisible();
  expect(await violationsOf(wall)).toEqual([]);
  await wall.goto(link);
  await expect(wall.getByRole('heading', { name: 'This wall link lets nobody in' })).toBeVisible();
  await wall.context().close();
});

test('the password is changed by who knows it, and every other session ends', async ({ browser, context }) => {
  const page = await asAdmin(context, 'account');
  const other = await browser.newContext();
  await signIn(other, product);
  const before = await other.newPage();
  await open(before, '/hosts');
  await expect(before.getByRole('heading', { level: 1, name: 'Hosts' })).toBeVisible();

  const next = 'another password for journeys';
  const change = async (current: string, password: string) => {
    await page.getByLabel('Current password').fill(current);
    await page.getByLabel('New password').fill(password);
    await page.getByRole('button', { name: 'Change the password' }).click();
  };
  await change('not the current one', next);
  await expect(page.getByText('This is not your current password.')).toBeVisible();
  await change(ADA.password, next);
  await expect(page.getByRole('status').filter({ hasText: 'The password is changed' })).toBeVisible();
  await expect(before.getByRole('alertdialog', { name: 'You were signed out' })).toBeVisible();
  const answered = page.waitForResponse('**/api/v1/password');
  await change(next, ADA.password);
  expect((await answered).status()).toBe(200);
  await other.close();
});

test('a list that cannot be loaded says so and comes when asked again', async ({ context }) => {
  const page = await asAdmin(context, 'account');
  await page.route('**/api/v1/tokens', (route) => route.abort());
  await page.getByRole('link', { name: 'API tokens' }).click();
  const failed = page.getByRole('alert').filter({ hasText: 'The list cannot be shown: the server does not answer' });
  await expect(failed).toBeVisible();
  await page.unroute('**/api/v1/tokens');
  await failed.getByRole('button', { name: 'Try again' }).click();
  await expect(failed).toHaveCount(0);
});

test('one switches between hosts by the keyboard, each host at an address of its own', async ({ context }) => {
  await signIn(context, product);
  const page = await context.newPage();
  await open(page, '/');
  await expect(page.locator('[data-freshness="live"]')).toBeVisible();
  await page.getByRole('button', { name: 'Switch to another host' }).press('Enter');
  const current = page.getByRole('menuitem', { name: /this machine/ });
  await expect(current).toHaveAttribute('aria-current', 'true');
  await expect(current).toContainText(/Application: (Calm|Busy|Saturated|Unknown)/);
  await pressIn(page.getByRole('menu'), 'End');
  await pressIn(page.getByRole('menuitem', { name: 'Add a host' }), 'ArrowUp');
  await pressIn(page.getByRole('menuitem', { name: 'All hosts' }), 'Enter');
  await expect(page).toHaveURL(/\/hosts$/);
  const { hosts } = await product.api<{ hosts: { id: string; hostname: string }[] }>('/api/v1/hosts');
  await page.getByRole('link', { name: hosts[0]?.hostname ?? '' }).click();
  await expect(page).toHaveURL(new RegExp(`/hosts/${hosts[0]?.id}$`));
  await expect(page.locator('[data-freshness="live"]')).toBeVisible();
});

import { labSupport } from '@netstrata/lab';
import { expect, test } from '@playwright/test';
import { Launch } from './Launch.ts';
import { layerOf, signIn } from './page.ts';

const support = labSupport();
test.skip(!support.ok, support.reason);

test('npm run lab shows a problem in a network of its own, made and named, and Ctrl-C ends all of it', async ({
  page,
}) => {
  await using launch = new Launch(['accept-stopped', '--seconds', '300'], { npm: true, script: 'lab' });
  const place = await launch.place();
  await signIn(page.context(), place);
  await page.goto(place.url);
  await expect(page.locator('[data-rule="tcp-listen-overflow"]')).toContainText('17 connections wait, backlog 16', {
    timeout: 120_000,
  });
  await expect(layerOf(page, 'socket')).toHaveAttribute('data-state', 'saturated');
  expect(launch.stdout).toContain('A program has stopped taking connections, and its accept queue stays full.');
  await expect.poll(() => launch.stdout).toMatch(/ s {2}opened {2}tcp-listen-overflow:/);
  const { pid = Number.NaN } = launch.child;
  process.kill(-pid, 'SIGINT');
  await launch.ended;
  await expect.poll(() => [...launch.running().values()], { timeout: 60_000 }).toEqual([]);
});

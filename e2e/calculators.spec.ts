import { createNamespace, labSupport, type Namespace, Product } from '@netstrata/lab';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { openStack } from './page.ts';

const support = labSupport();
test.skip(!support.ok, support.reason);

const SOMAXCONN = 'net.core.somaxconn';

let namespace: Namespace;
let product: Product;
test.beforeAll(async () => {
  namespace = await createNamespace();
  await namespace.sysctl(SOMAXCONN, 321);
  product = await Product.start({ namespace, allowApply: true });
});
test.afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await namespace[Symbol.asyncDispose]();
});

const openCalculator = async (page: Page, query: string): Promise<void> => {
  await openStack(page, product);
  await page.goto(new URL(`/calculators${query}`, product.url).href);
  await expect(answer(page)).toBeVisible();
};
const answer = (page: Page): Locator => page.getByTestId('answer');
const stepOf = (page: Page, id: string): Locator => page.locator(`[data-step="${id}"] td`);

test('a calculation begins with the numbers of this host, says what is wrong, and leads to the change', async ({
  page,
}) => {
  await openCalculator(page, '?calc=accept');
  await expect(page.getByLabel(SOMAXCONN)).toHaveValue(await namespace.sysctl(SOMAXCONN));
  await page.getByLabel('New connections').fill('2000');
  await page.getByLabel('Longest pause').fill('');
  // Faster than the router follows: no letter is lost, nor what was typed before.
  await page.getByLabel('Longest pause').pressSequentially('500 ms');
  await expect(page.getByLabel('Longest pause')).toHaveValue('500 ms');
  await expect(page.getByLabel('New connections')).toHaveValue('2000');
  await expect(page.getByText('This must be a number.')).toBeVisible();
  await expect(answer(page)).toHaveCount(0);
  await page.getByLabel('Longest pause').fill('500');
  await expect(stepOf(page, 'waiting')).toHaveText('1000');
  await expect(answer(page)).toHaveText(
    `listen() with a backlog of 2048, after ${SOMAXCONN} was raised from 321, which cuts it.`,
  );
  await expect(page).toHaveURL(/[?&]stallMs=500(&|$)/);
  const more = page.getByRole('region', { name: 'With less, and with more' });
  await expect(more.locator('[data-load="1000"]')).toContainText('1024');
  await more.getByRole('button', { name: 'Calculate with 4000', exact: true }).click();
  await expect(answer(page)).toContainText('a backlog of 4096');
  await more.getByRole('button', { name: 'Calculate with 2000', exact: true }).click();
  await expect(answer(page)).toContainText('a backlog of 2048');

  await page.getByRole('button', { name: 'Change…' }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByTestId('current')).toHaveText('321 connections');
  await expect(sheet.getByLabel('Proposed')).toHaveValue('2048');
  await expect(sheet.getByLabel('Because')).toHaveValue(/^By calculation: listen\(\) with a backlog of 2048/);
  await sheet.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(sheet).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Change that waits for a decision' })).toContainText(SOMAXCONN);
  expect(await namespace.sysctl(SOMAXCONN)).toBe('2048');
});

test('a link has the whole calculation: ten sockets of 10 KiB hold 100 KiB', async ({ page }) => {
  const question = {
    calc: 'sockets',
    sockets: '10',
    askedBytes: '10240',
    wantedBytes: '102400',
    rmemMax: '102400',
    tcpRmem: '4096 16384 81920',
    tcpMem: '40960 51200 122880',
    pageBytes: '4096',
  };
  await openCalculator(page, `?${new URLSearchParams(question)}`);
  await expect(answer(page)).toHaveText('Yes: 100 KiB fit for sure, 100 KiB are wanted.');
  await page.getByLabel('SO_RCVBUF of each').fill('');
  await expect(answer(page)).toContainText('Not for sure: 80.0 KiB are promised');
  for (const name of [
    'Buffers for a path',
    'Local ports',
    'Connection tracking',
    'UDP bursts',
    'Packets and CPUs',
    'What loss leaves',
  ]) {
    await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
    await expect(answer(page)).toBeVisible();
    await expect(page.locator('[data-calculator] svg[role="img"]')).toHaveAttribute(
      'aria-label',
      (await answer(page).textContent()) ?? '',
    );
  }
});

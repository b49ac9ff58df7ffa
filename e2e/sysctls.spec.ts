import { createNamespace, labSupport, type Namespace, Product } from '@netstrata/lab';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { openStack, pressIn } from './page.ts';

const support = labSupport();
test.skip(!support.ok, support.reason);

const SOMAXCONN = 'net.core.somaxconn';
const FIN = 'net.ipv4.tcp_fin_timeout';
const KEEPALIVE = 'net.ipv4.tcp_keepalive_time';
/** Longer than what is read in turn, and than the page asks for drift again. */
const SOON = { timeout: 90_000 };

let namespace: Namespace;
let other: Namespace;
let product: Product;
test.beforeAll(async () => {
  [namespace, other] = await Promise.all([createNamespace(), createNamespace()]);
  await other.sysctl(SOMAXCONN, 321);
  product = await Product.start({ namespace, allowApply: true });
});
test.afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await Promise.all([namespace[Symbol.asyncDispose](), other[Symbol.asyncDispose]()]);
});

const rowOf = (page: Page, name: string): Locator => page.locator(`[data-sysctl="${name}"]`);
const valueIn = (page: Page, name: string): Locator => rowOf(page, name).getByTestId('value');
const sheet = (page: Page): Locator => page.getByRole('dialog');
const plain = (text: string): string => text.replaceAll('\t', ' ');

const openSysctls = async (page: Page, query = ''): Promise<void> => {
  await openStack(page, product);
  await page.goto(new URL(`/sysctls${query}`, product.url).href);
  await expect(page.locator('[data-sysctl]').first()).toBeVisible();
};

test('every setting shows what the kernel says, also when somebody else has just changed it', async ({ page }) => {
  await openSysctls(page);
  for (const name of [
    SOMAXCONN,
    'net.ipv4.tcp_rmem',
    'net.ipv4.tcp_congestion_control',
    'net.ipv4.ip_local_port_range',
  ])
    await expect(valueIn(page, name)).toHaveText(plain(await namespace.sysctl(name)));
  await namespace.sysctl(KEEPALIVE, 1234);
  await expect(valueIn(page, KEEPALIVE)).toHaveText('1234', SOON);
  await page.getByRole('tab', { name: /^Drifted/ }).click();
  await expect(rowOf(page, KEEPALIVE)).toBeVisible(SOON);
  await expect(page).toHaveURL(/[?&]show=drifted/);
  await rowOf(page, KEEPALIVE).getByRole('button').click();
  await expect(sheet(page).locator('[data-event="drift"]')).toContainText('7200 → 1234');
  await expect(sheet(page).getByTestId('values')).toContainText('when this agent began to watch');
  await pressIn(sheet(page), 'Escape');
  await expect(sheet(page)).toBeHidden();
  await page.getByRole('tab', { name: /^Not the default/ }).click();
  await expect(rowOf(page, KEEPALIVE)).toBeVisible();
  await page.getByRole('searchbox').fill('accept queue');
  await expect(rowOf(page, KEEPALIVE)).toHaveCount(0);
  await page.getByRole('tab', { name: /^All/ }).click();
  await expect(rowOf(page, SOMAXCONN)).toBeVisible();
});

test('a link opens a setting, with what it limits, and another network namespace has its own', async ({ page }) => {
  await openSysctls(page, `#${SOMAXCONN}`);
  await expect(sheet(page)).toContainText('Longest accept queue');
  await expect(page).toHaveURL(new RegExp(`[?&]tunable=${SOMAXCONN}`));
  await expect(sheet(page).getByRole('region', { name: 'What it limits' })).toContainText('Accept queue overflows');
  await expect(sheet(page).getByRole('region', { name: 'Rules that may change it' })).toContainText(
    'tcp-listen-overflow',
  );
  await expect(sheet(page)).toContainText(`sysctl ${SOMAXCONN}`);
  await pressIn(sheet(page), 'Escape');
  await expect(sheet(page)).toBeHidden();
  const place = page.getByLabel('Whose settings');
  await expect(place.getByRole('option', { name: new RegExp(other.name) })).toHaveCount(1, SOON);
  await place.selectOption({ label: `Network namespace ${other.name}` });
  await expect(valueIn(page, SOMAXCONN)).toHaveText('321');
  await place.selectOption({ label: 'Device lo' });
  await expect(valueIn(page, 'sysfs.tx_queue_len')).toHaveText('1000');
});

test('several settings are changed together by the one flow, and the page says what stands', async ({ page }) => {
  await openSysctls(page);
  const before = await namespace.sysctl(FIN);
  for (const name of [FIN, SOMAXCONN]) await rowOf(page, name).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Change…' }).click();
  await sheet(page).getByRole('region', { name: FIN }).getByLabel('Proposed').fill('31');
  await sheet(page).getByRole('region', { name: SOMAXCONN }).getByLabel('Proposed').fill('777');
  await sheet(page).getByLabel('Because').fill('a try');
  await sheet(page).getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(valueIn(page, FIN)).toHaveText('31', SOON);
  await expect
    .poll(async () => [await namespace.sysctl(FIN), await namespace.sysctl(SOMAXCONN)])
    .toEqual(['31', '777']);
  await expect(rowOf(page, FIN)).toContainText('not decided');
  const bar = page.getByRole('region', { name: 'Change that waits for a decision' });
  await bar.first().getByRole('button', { name: 'Undo' }).click();
  await expect(valueIn(page, FIN)).toHaveText(before, SOON);
  await rowOf(page, FIN).getByRole('button').click();
  await expect(sheet(page).locator('[data-event="undone"]')).toContainText(`31 → ${before}`);
});

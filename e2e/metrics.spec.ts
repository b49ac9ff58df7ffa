import { createNamespace, labSupport, type Namespace, Product } from '@netstrata/lab';
import { expect, type Page, test } from '@playwright/test';
import { openStack } from './page.ts';

const support = labSupport();
test.skip(!support.ok, support.reason);

let namespace: Namespace;
let product: Product;
test.beforeAll(async () => {
  namespace = await createNamespace();
  product = await Product.start({ namespace });
});
test.afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await namespace[Symbol.asyncDispose]();
});

const openMetrics = async (page: Page, query: string): Promise<void> => {
  await openStack(page, product);
  await page.goto(new URL(`/metrics${query}`, product.url).href);
};

test('a metric is found, told with its value of now, and leads to the tools that show it', async ({ page }) => {
  await openMetrics(page, '');
  await page.getByRole('searchbox').fill('nstat UdpNoPorts');
  await page.getByRole('button', { name: /transport\.udp\.noPorts/ }).click();
  const detail = page.getByRole('region', { name: 'What was chosen' });
  await expect(detail).toContainText('/proc/net/snmp');
  await expect(detail.getByTestId('series')).toContainText('the whole host');
  // Nobody listens there: the kernel counts what arrives, and so does the page.
  const send =
    "const socket = require('node:dgram').createSocket('udp4'); socket.send('x', 9, '127.0.0.1', () => socket.close())";
  await namespace.exec(process.execPath, ['-e', send]);
  const counted = (await namespace.counters('/proc/net/snmp')).get('Udp.NoPorts') ?? Number.NaN;
  expect(counted).toBeGreaterThanOrEqual(1);
  await expect(detail.getByTestId('series').locator('td').first()).toHaveText(String(counted));
  await detail.getByRole('button', { name: 'All that nstat shows' }).click();
  await expect(page).toHaveURL(/tool=nstat/);
});

test('a tool shows what it would print here, with the numbers of the kernel in its places', async ({ page }) => {
  await openMetrics(page, '?tool=cat');
  const sockstat = page.getByRole('region', { name: 'cat /proc/net/sockstat' }).getByTestId('output');
  // Connections come and go: both are read again until they agree.
  await expect(async () => {
    const [line] = /^TCP: inuse \d+ /m.exec(await namespace.readFile('/proc/net/sockstat')) ?? [];
    expect(await sockstat.textContent()).toContain(line);
  }).toPass();
  await sockstat
    .getByRole('button', { name: /^\d+: .*TCP/ })
    .first()
    .click();
  await expect(page).toHaveURL(/metric=transport\.sockstat\.tcpInuse/);
  await page.getByRole('tab', { name: 'By tool' }).click();
  await page.getByRole('button', { name: 'ping', exact: true }).click();
  await expect(page.getByText('Netstrata sends no probes.')).toBeVisible();
  await page.getByRole('button', { name: 'nstat', exact: true }).click();
  await page.getByText(/^All \d+ metrics that nstat shows$/).click();
  await expect(page.getByRole('row', { name: /nstat -az TcpExtListenOverflows/ }).first()).toBeVisible();
});

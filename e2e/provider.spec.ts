import { Product } from '@netstrata/lab';
import { expect, test } from '@playwright/test';
import { type Provider, startProvider } from '../apps/web/server/testing/Provider.ts';
import { chooseSetting, overflowOf, violationsOf } from './page.ts';

const CAROL = { sub: '17', email: 'carol@example.org', email_verified: true, name: 'Carol' };

let provider: Provider;
let product: Product;
test.beforeAll(async () => {
  provider = await startProvider(CAROL);
  const env = {
    NETSTRATA_OIDC_ISSUER: provider.issuer,
    NETSTRATA_OIDC_CLIENT_ID: provider.clientId,
    NETSTRATA_OIDC_CLIENT_SECRET: provider.clientSecret,
    NETSTRATA_OIDC_NAME: 'Example',
    NETSTRATA_OIDC_ADMINS: CAROL.email,
  };
  product = await Product.start({ allowApply: true, env });
});
test.afterAll(async () => {
  await product[Symbol.asyncDispose]();
  provider.close();
});

/** Of a high risk; what is sent of it never reaches the server here. */
const RISKY = 'net.ipv4.tcp_abort_on_overflow';

test('who has no password shows at the identity provider that it is still they, and loses nothing of what they typed', async ({
  page,
  context,
}) => {
  await page.goto(new URL('/sign-in?next=%2Fchanges', product.url).href);
  await page.getByRole('button', { name: 'Sign in with Example' }).click();
  await expect(page).toHaveURL(/\/changes$/);
  await chooseSetting(page, product, RISKY);
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Proposed').fill('1');
  await sheet.getByLabel('Because').fill('behind a balancer');
  await sheet.getByRole('checkbox', { name: /The risk is 3 of 4, high/ }).check();

  // As after ten minutes; and what is sent once that is done is looked at only.
  const because: unknown[] = [];
  await page.route('**/changes', async (route) => {
    because.push((route.request().postDataJSON() as { because?: unknown }).because);
    const [status, code] = because.length === 1 ? [403, 'fresh-proof-needed'] : [503, 'unavailable'];
    await route.fulfill({ status, json: { error: { code, message: 'not now' } } });
  });
  await sheet.getByRole('button', { name: 'Apply', exact: true }).click();
  const again = sheet.getByRole('link', { name: 'Sign in again and apply' });
  await expect(again).toBeFocused();
  await expect(sheet.getByLabel('Password')).toHaveCount(0);
  expect(await violationsOf(page)).toEqual([]);

  const opened = context.waitForEvent('page');
  await again.click();
  const tab = await opened;
  await expect(tab.getByRole('heading', { name: 'Show that it is still you' })).toBeVisible();
  expect(await violationsOf(tab)).toEqual([]);
  await tab.getByRole('button', { name: 'Sign in with Example' }).click();
  await expect(tab.getByRole('heading', { name: 'Thank you, it is you' })).toBeVisible();
  expect(await violationsOf(tab)).toEqual([]);
  await tab.setViewportSize({ width: 390, height: 844 });
  expect(await overflowOf(tab)).toBe(0);

  await expect(sheet.getByRole('alert')).toContainText('not now');
  expect(because).toEqual(['behind a balancer', 'behind a balancer']);
  await expect(sheet.getByLabel('Because')).toHaveValue('behind a balancer');
});

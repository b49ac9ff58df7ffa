import { Product } from '@netstrata/lab';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { ADA, openStack, signIn, violationsOf } from './page.ts';

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(async () => product[Symbol.asyncDispose]());

const live = (page: Page) => page.locator('[data-freshness="live"]');
const signedOut = (page: Page) => page.getByRole('alertdialog', { name: 'You were signed out' });

const fillSignIn = async (page: Page, email: string, password: string): Promise<void> => {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

/** Told as soon as the script of the page is there. */
const capsLockIsTold = (page: Page): Promise<void> =>
  expect(async () => {
    const password = page.getByLabel('Password', { exact: true });
    await password.dispatchEvent('keydown', { key: 'A', modifierCapsLock: true });
    await expect(page.getByText('Caps lock is on.')).toBeVisible({ timeout: 1000 });
  }).toPass();

/** A browser of its own, which has never been here. */
const stranger = async (browser: Browser, path: string): Promise<Page> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(new URL(path, product.url).href);
  return page;
};

test('the printed link makes the first admin, once; after signing out only the right password lets in', async ({
  page,
}) => {
  const { welcome = '' } = product;
  await page.goto(product.url);
  await expect(page.getByRole('heading', { name: 'Nobody can sign in yet' })).toBeVisible();

  await page.goto(welcome);
  await expect(page.getByRole('heading', { name: 'Make the first admin' })).toBeVisible();
  await page.getByLabel('Name').fill(ADA.name);
  await page.getByLabel('E-mail').fill(ADA.email);
  const password = page.getByLabel('Password', { exact: true });
  await password.fill('too short');
  await expect(page.getByText('9 of 12 characters')).toBeVisible();
  await page.getByRole('button', { name: 'Make my account' }).click();
  await expect(page.getByRole('heading', { name: 'Make the first admin' })).toBeVisible();
  await password.fill(ADA.password);
  await page.getByRole('button', { name: 'Make my account' }).click();
  await expect(live(page)).toBeVisible();

  await page.getByRole('button', { name: `You: ${ADA.email}` }).click();
  await expect(page.getByText('Role: admin')).toBeVisible();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);

  await fillSignIn(page, ADA.email, 'not her password');
  await expect(page.getByRole('alert').filter({ hasText: 'E-mail or password is wrong' })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await fillSignIn(page, ADA.email, ADA.password);
  await expect(live(page)).toBeVisible();

  await page.goto(welcome);
  await expect(page.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible();
});

test('who comes without a session signs in and is where they wanted to go; other machines are no such place', async ({
  browser,
}) => {
  const page = await stranger(browser, '/settings/tokens');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fsettings%2Ftokens$/);
  await fillSignIn(page, ADA.email, ADA.password);
  await expect(page.getByRole('heading', { level: 2, name: 'API tokens' })).toBeVisible();
  await page.context().close();

  const misled = await stranger(browser, '/sign-in?next=//evil.example/');
  await fillSignIn(misled, ADA.email, ADA.password);
  await expect(live(misled)).toBeVisible();
  await expect(misled).toHaveURL(`${product.url}/`);
  await misled.context().close();
});

test('what is typed while the script of the page is still on its way signs in', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const arrived = Promise.withResolvers<void>();
  await page.route('**/*.js', async (route) => {
    await arrived.promise;
    await route.continue();
  });
  await page.goto(new URL('/sign-in', product.url).href, { waitUntil: 'commit' });
  await page.getByLabel('E-mail').fill(ADA.email);
  const password = page.getByLabel('Password', { exact: true });
  await password.fill(ADA.password);
  arrived.resolve();
  await capsLockIsTold(page);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(live(page)).toBeVisible();
  await context.close();
});

test('who guesses too often is told how long to wait, and caps lock is pointed out', async ({ browser }) => {
  const page = await stranger(browser, '/sign-in');
  await capsLockIsTold(page);
  await page.getByLabel('Password', { exact: true }).dispatchEvent('keydown', { key: 'a' });
  await expect(page.getByText('Caps lock is on.')).toBeHidden();

  const notice = page.getByRole('alert').filter({ hasText: 'Too many attempts. Wait' });
  const button = page.getByRole('button', { name: 'Sign in', exact: true });
  let status = 0;
  for (let guess = 0; guess < 12 && status !== 429; guess++) {
    const answered = page.waitForResponse('**/api/auth/sign-in/email');
    await fillSignIn(page, 'nobody@example.org', `guess number ${guess}`);
    status = (await answered).status();
    await expect(page.getByRole('alert').filter({ hasText: status === 429 ? /Too many/ : /wrong/ })).toBeVisible();
  }
  await expect(notice).toContainText(/Wait \d+ (seconds|minutes), then try again/);
  await expect(button).toBeDisabled();
  await page.context().close();
});

test('a session that is revoked in another browser ends within seconds: one calm word, old numbers grey, and back to the same page', async ({
  browser,
}) => {
  const there = await browser.newContext({ userAgent: 'Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0' });
  const lost = await there.newPage();
  await openStack(lost, product, '?layer=socket');
  await expect(lost.getByRole('dialog')).toBeVisible();

  const here = await browser.newContext();
  await signIn(here, product);
  const page = await here.newPage();
  await page.goto(new URL('/settings/account', product.url).href);
  const session = page.getByRole('listitem').filter({ hasText: 'Firefox on Windows' });
  await session.getByRole('button', { name: 'Sign out there' }).click();
  await expect(session).toHaveCount(0);

  await expect(signedOut(lost)).toBeVisible();
  await expect(signedOut(lost)).toHaveCount(1);
  await expect(lost.locator('.stale-aware')).toHaveCSS('filter', 'grayscale(1)');
  expect(await violationsOf(lost)).toEqual([]);
  // It stays as it is: nothing loads the page again and again.
  let loads = 0;
  lost.on('load', () => loads++);
  await lost.waitForResponse('**/api/v1/me');
  expect(loads).toBe(0);

  await signedOut(lost).getByRole('link', { name: 'Sign in again' }).click();
  await fillSignIn(lost, ADA.email, ADA.password);
  await expect(live(lost)).toBeVisible();
  await expect(lost).toHaveURL(/\/\?layer=socket$/);
  await here.close();
  await there.close();
});

test('a session that ends between opening a form and sending it: nothing is done, and the page says why', async ({
  browser,
}) => {
  const context = await browser.newContext();
  await signIn(context, product);
  const page = await context.newPage();
  await page.goto(new URL('/settings/tokens', product.url).href);
  await page.getByRole('button', { name: 'Make a token' }).click();
  await page.getByLabel('Name').fill('too-late');

  const endEverySession = async () => {
    const { sessions } = await product.api<{ sessions: { id: string }[] }>('/api/v1/sessions?of=everybody');
    for (const { id } of sessions) await product.post(`/api/v1/sessions/${id}/revoke`, {});
  };
  // While the form is on its way: a second later the page would say so by itself, and nothing could be sent any more.
  await page.route('**/api/v1/tokens', async (route) => {
    if (route.request().method() === 'POST') await endEverySession();
    await route.continue();
  });
  await page.getByRole('button', { name: 'Make the token' }).click();
  await expect(signedOut(page)).toBeVisible();
  const { tokens } = await product.api<{ tokens: { name: string }[] }>('/api/v1/tokens');
  expect(tokens.map(({ name }) => name)).not.toContain('too-late');
  await context.close();
});

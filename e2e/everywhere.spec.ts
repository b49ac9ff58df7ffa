import { createNamespace, labSupport, type Namespace, Product, startWorkload, type Workload } from '@netstrata/lab';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { englishOf, overflowOf, signIn, violationsOf } from './page.ts';

/*
 * Every page and every sheet that opens on one, with data of a host that does something: in both languages and both themes, for everyone, and on a
 * phone. What a page does is proved in a file of its own.
 */

interface Place {
  readonly path: string;
  /** There when the page has what it is for. */
  readonly ready: string;
  /** Pressed then. */
  readonly key?: string;
  /** There when that was heard. */
  readonly opened?: string;
}

const DIALOG = '[role="dialog"]';
const PLACES: readonly Place[] = [
  { path: '/', ready: '[data-layer="link"]' },
  { path: '/', ready: '[data-layer="link"]', key: 'Control+k', opened: `${DIALOG} [role="option"]` },
  { path: '/', ready: '[data-layer="link"]', key: '?', opened: `${DIALOG} kbd` },
  { path: '/?last=15m', ready: '[data-layer="link"]' },
  ...['application', 'socket', 'transport', 'network', 'link'].map((layer) => ({
    path: `/?layer=${layer}`,
    ready: `${DIALOG} [role="status"]:text-matches("[0-9]")`,
  })),
  { path: '/?metric=transport.tcp.retransSegs', ready: `${DIALOG} [data-chart]` },
  { path: '/?socket=COOKIE', ready: `${DIALOG} summary` },
  { path: '/sockets', ready: '[data-index]' },
  { path: '/processes', ready: 'tbody tr' },
  { path: '/processes?pid=PID', ready: DIALOG },
  { path: '/interfaces', ready: 'table' },
  { path: '/sysctls', ready: 'tbody tr' },
  { path: '/sysctls?tunable=net.core.somaxconn', ready: `${DIALOG} [data-event]` },
  { path: '/metrics?metric=transport.tcp.retransSegs', ready: '[data-testid="series"]' },
  { path: '/metrics?tool=sar', ready: '[data-testid="output"]' },
  { path: '/calculators?calc=bdp', ready: '[data-calculator] svg' },
  { path: '/hosts', ready: '[data-host]' },
  { path: '/hosts/nowhere', ready: 'main h2, main p' },
  { path: '/wall', ready: '[data-host]' },
  { path: '/changes', ready: '[data-change]' },
  { path: '/audit', ready: '[data-seq]' },
  ...['account', 'people', 'tokens', 'wall-links', 'hosts'].map((section) => ({
    path: `/settings/${section}`,
    ready: 'h2',
  })),
];
/** What one sees who has not signed in. */
const BEFORE: readonly Place[] = [
  { path: '/sign-in', ready: 'form' },
  { path: '/sign-in?reason=wall', ready: 'h1' },
  { path: '/welcome', ready: 'h1' },
  { path: '/welcome?code=nsi_unknown', ready: 'h1' },
];
/** One language in each theme: colours and words do not depend on each other, and axe takes its time. */
const LOOKS = [
  { locale: 'en', colorScheme: 'dark' },
  { locale: 'zh-CN', colorScheme: 'light' },
] as const;
const DESK = { width: 1440, height: 900 };
/** Longer than these tests last on the busiest machine. */
const SECONDS = 1800;
/** Nobody else in the namespace uses it. */
const ADDRESS = '127.0.77.2';
const PHONE = { width: 390, height: 844 };

const support = labSupport();
test.skip(!support.ok, support.reason);

let namespace: Namespace;
let product: Product;
let listener: Workload<'stalledListener'>;
/** Holds one connection for as long as these tests last. */
let pair: Workload<'idleSockets'>;
let cookie = '';
test.beforeAll(async ({ browser }) => {
  namespace = await createNamespace();
  product = await Product.start({ namespace, allowApply: true });
  await using visit = await browser.newContext();
  await signIn(visit, product);
  listener = startWorkload('stalledListener', { backlog: 4, seconds: SECONDS }, namespace);
  pair = startWorkload('idleSockets', { pairs: 1, address: ADDRESS, seconds: SECONDS }, namespace);
  const change = {
    tunable: 'net.core.somaxconn',
    value: '4000',
    expectedBefore: await namespace.sysctl('net.core.somaxconn'),
  };
  await expect
    .poll(() =>
      product
        .post('/api/v1/hosts/self/changes', { changes: [change], because: 'the queue overflows' })
        .then(() => 'made', String),
    )
    .toBe('made');
  const held = `/api/v1/hosts/self/sockets?filter=state:established%20addr:${ADDRESS}&limit=1`;
  await expect
    .poll(async () => {
      const found = await product.api<{ sockets: { cookie: string }[] }>(held).catch(() => ({ sockets: [] }));
      cookie = found.sockets[0]?.cookie ?? '';
      return cookie;
    })
    .not.toBe('');
});
test.afterAll(async () => {
  await pair[Symbol.asyncDispose]();
  await listener[Symbol.asyncDispose]();
  await product[Symbol.asyncDispose]();
  await namespace[Symbol.asyncDispose]();
});

const isDialog = ({ ready, opened = ready }: Place): boolean => opened.startsWith(DIALOG);

/** What somebody sees there is for everyone, and as wide as the window. */
const isWhole = async (page: Page, place: Place): Promise<void> => {
  const { path, ready, key, opened } = place;
  await page.setViewportSize(DESK);
  const asked = path.replace('COOKIE', cookie).replace('PID', String(listener.pid));
  await page.goto(new URL(asked, product.url).href);
  await expect(page.locator(ready).first()).toBeVisible();
  if (key !== undefined) {
    // Before its script is there, nothing hears a key.
    await expect(page.locator('[data-freshness="live"]')).toBeVisible();
    await page.keyboard.press(key);
  }
  if (opened !== undefined) await expect(page.locator(opened).first()).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await expect(page).toHaveTitle(/. · Netstrata$/);
  // The page behind a dialog is nobody's then, and has had its turn.
  const within = isDialog(place) ? DIALOG : 'html';
  expect(await violationsOf(page, within)).toEqual([]);
  await page.setViewportSize(PHONE);
  await expect.poll(() => overflowOf(page), 'on a phone').toBe(0);
};

for (const { locale, colorScheme } of LOOKS)
  test.describe(`in ${locale}, ${colorScheme}`, () => {
    let context: BrowserContext;
    let page: Page;
    test.beforeAll(async ({ browser }) => {
      context = await browser.newContext({ colorScheme });
      await context.addCookies([{ name: 'netstrata-locale', value: locale, url: product.url }]);
      page = await context.newPage();
    });
    test.afterAll(() => context.close());

    for (const place of BEFORE)
      test(`${place.path}, signed out`, async () => {
        await isWhole(page, place);
      });

    for (const place of PLACES)
      test(`${place.path}${place.key === undefined ? '' : ` and ${place.key}`}`, async () => {
        await signIn(context, product);
        await isWhole(page, place);
        await expect(page.locator(`html[lang="${locale}"]`)).toHaveCount(1);
        const words = page.locator(isDialog(place) ? DIALOG : 'main');
        if (locale === 'zh-CN') {
          await expect(words.first()).toContainText(/\p{Script=Han}/u);
          expect(await englishOf(page)).toEqual([]);
        }
      });
  });

import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test';

export type LayerName = 'application' | 'socket' | 'transport' | 'network' | 'link';

/** A server to sign in to. */
export interface Place {
  readonly url: string;
  /** The link that makes the first admin, while there is none. */
  readonly welcome: string | undefined;
}

export const ADA = { name: 'Ada', email: 'ada@example.org', password: 'a password for journeys' };

/** Signs a browser in as an admin, whose account it makes when it is the first to come. */
export const signIn = async (context: BrowserContext, { url, welcome }: Place): Promise<void> => {
  const cookies = await context.cookies(url);
  if (cookies.some(({ name }) => name.endsWith('session_token'))) return;
  const headers = { Origin: new URL(url).origin };
  const { name, email, password } = ADA;
  const back = await context.request.post(`${url}/api/auth/sign-in/email`, { data: { email, password }, headers });
  if (back.ok()) return;
  const code = new URL(welcome ?? url).searchParams.get('code');
  const first = await context.request.post(`${url}/api/v1/welcome`, { data: { code, name, email, password }, headers });
  expect(first.status(), await first.text()).toBe(200);
};

/** Opens the stack of this machine, signed in, and waits until it is live. */
export const openStack = async (page: Page, product: Place, query = ''): Promise<void> => {
  await signIn(page.context(), product);
  await page.goto(new URL(query, product.url).href);
  await expect(page.locator('[data-freshness="live"]')).toBeVisible();
  await expect(layerOf(page, 'link')).toBeVisible();
};

/** Chooses a setting by hand on the page of changes, found by a word; its preview opens. */
export const chooseSetting = async (
  page: Page,
  { url }: Pick<Place, 'url'>,
  name: string,
  word = name,
): Promise<void> => {
  await page.goto(new URL('/changes', url).href);
  await page.getByRole('button', { name: 'Change a setting…' }).click();
  await page.getByPlaceholder('Search names').fill(word);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(name.replaceAll('.', '\\.')) })
    .click();
};

/** One of the five layers; its attribute `data-state` is what the page says of it. */
export const layerOf = (page: Page, layer: LayerName): Locator => page.locator(`[data-layer="${layer}"]`);

const LOOKS = 3;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
/** Asked for by name, as axe does not by those tags: what is read on a control is in its name, and no level of headings is left out. */
const MORE_RULES = { 'label-content-name-mismatch': { enabled: true }, 'heading-order': { enabled: true } };

/**
 * What axe finds that a person could not read or reach, a line each; with `within` only inside of it, such as a dialog before the page. The
 * pages are live: what is found in the moment of a change, and not again, nobody met.
 */
export const violationsOf = async (page: Page, within = 'html'): Promise<readonly string[]> => {
  let found: readonly string[] = [];
  for (let look = 0; look === 0 || (look < LOOKS && found.length > 0); look++) {
    const { violations } = await new AxeBuilder({ page })
      // In the page itself, which has no frames: otherwise each look opens a second page.
      .setLegacyMode()
      .include(within)
      .options({ runOnly: { type: 'tag', values: TAGS }, rules: MORE_RULES })
      .analyze();
    found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  }
  return found;
};

/** By how many pixels the page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Presses a button that copies until it says that it has, which it does for a moment only. */
export const copyBy = (button: Locator): Promise<void> =>
  expect(async () => {
    await button.click();
    await expect(button).toHaveText('Copied', { timeout: 1000 });
  }).toPass();

/** Presses keys one after the other, each once the focus is there or in it: before that they would go elsewhere. */
export const pressIn = async (within: Locator, ...keys: readonly string[]): Promise<void> => {
  const page = within.page();
  const focus = page.locator(':focus');
  for (const key of keys) {
    await expect(within.and(focus).or(within.locator(focus))).toHaveCount(1);
    await page.keyboard.press(key);
  }
};

/** Has the page speak another language, as the choice in the menu does. */
export const speak = async (page: Page, locale: 'en' | 'zh-CN'): Promise<void> => {
  await page.context().addCookies([{ name: 'netstrata-locale', value: locale, url: page.url() }]);
  await page.reload();
  await expect(page.locator(`html[lang="${locale}"]`)).toHaveCount(1);
};

/**
 * Texts with runs of four English words and more that a reader of the page would meet; commands stand in quotes, or with names of the kernel in
 * elements of their own.
 */
export const englishOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const quoted = /"[^"]*"/g;
    const run = /(?:(?<![\w./-])[a-z][a-z’']+[,;:]? ){3}[a-z][a-z’']+/;
    const spoken = ['aria-label', 'aria-description', 'alt', 'placeholder', 'title'];
    const found: string[] = [];
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      if (element.closest('script, style, code, pre, kbd, [lang="en"]') !== null || !element.checkVisibility())
        continue;
      const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const texts = [
        own.map(({ textContent }) => textContent).join(' '),
        ...spoken.map((name) => element.getAttribute(name)),
      ];
      for (const text of texts) if (text !== null && run.test(text.replaceAll(quoted, ''))) found.push(text);
    }
    return found;
  });

import { existsSync, readFileSync } from 'node:fs';
import { createNamespace, labSupport, type Namespace, Product, startWorkload } from '@netstrata/lab';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { ADA, chooseSetting, openStack, overflowOf, violationsOf } from './page.ts';

const support = labSupport();
test.skip(!support.ok, support.reason);

let namespace: Namespace;
let product: Product;
test.beforeAll(async () => {
  namespace = await createNamespace();
  // On a crowded machine the agent would look at sockets less often to keep its budget, and the rules need their looks.
  product = await Product.start({ namespace, cpuBudget: 50, allowApply: true });
});
test.afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await namespace[Symbol.asyncDispose]();
});

/** Rules look back some seconds before they speak, and verdicts compare a whole window before with one after. */
const SOON = { timeout: 120_000 };
const MEASURED = { timeout: 300_000 };

const bar = (page: Page): Locator => page.getByRole('region', { name: 'Change that waits for a decision' });
/** What the host has written; before that the same words stand there for what is being written. */
const written = (page: Page): Locator => bar(page).locator('[data-state="pending"]');
const expectWritten = async (page: Page, words: string): Promise<void> => {
  // While it closes, the sheet has a bar too.
  await expect(sheet(page)).toHaveCount(0);
  await expect(written(page)).toContainText(words);
};
const sheet = (page: Page): Locator => page.getByRole('dialog');
const kernel = (name: string): Promise<string> => namespace.sysctl(name);
const overflows = async (): Promise<{ count: number; atMs: number }> => ({
  count: (await namespace.counters('/proc/net/netstat')).get('TcpExt.ListenOverflows') ?? Number.NaN,
  atMs: performance.now(),
});
/** Overflows a second, by the kernel's own count, since an earlier look. */
const overflowsSince = async (earlier: { count: number; atMs: number }): Promise<number> => {
  const now = await overflows();
  return ((now.count - earlier.count) * 1000) / (now.atMs - earlier.atMs);
};

/** Takes the queue empty every 1.5 s: fast enough on the whole, too slow for a queue of eight at 12 connections a second. */
const LISTENER = { backlog: 128, burst: 1000, everyMs: 1500, seconds: 600 };
const CROWD = { total: 8000, perSecond: 12, hold: false, giveUpMs: 1500, seconds: 600 };

test('advice is previewed, applied, seen to help, kept for the next boot, and taken back later', async ({ page }) => {
  test.setTimeout(900_000);
  const before = await kernel('net.core.somaxconn');
  await namespace.sysctl('net.core.somaxconn', 8);
  try {
    await openStack(page, product);
    const listener = startWorkload('burstyAccept', LISTENER, namespace);
    const { port } = await listener.ready;
    await using _crowd = startWorkload('connectFlood', { ...CROWD, port }, namespace);
    const crowded = await overflows();
    const card = page.locator('[data-rule="tcp-listen-overflow"]').and(
      page.getByRole('article', {
        name: /net\.core\.somaxconn limits the backlog of node \(burstyAccept\.ts\) to 8/,
      }),
    );
    await expect(card).toBeVisible(SOON);

    await card.getByRole('button', { name: 'Apply…' }).click();
    await expect(sheet(page).getByTestId('current')).toHaveText('8 connections');
    const field = sheet(page).getByLabel('Proposed');
    const proposed = Number(await field.inputValue());
    expect(proposed).toBeGreaterThanOrEqual(16);
    await expect(sheet(page)).toContainText('Risk 1 of 4, low');
    await expect(sheet(page)).toContainText('when the program calls listen() again: restart it');
    await expect(sheet(page)).toContainText('Kept, it lasts until the next boot: a reboot loses it.');
    await expect(sheet(page)).toContainText(product.sysctlFile);
    await expect(sheet(page)).toContainText('the host puts the old value back by itself');
    await expect(sheet(page).getByLabel('Because')).toHaveValue(
      /^net\.core\.somaxconn limits the backlog of node \(burstyAccept\.ts\) to 8/,
    );
    // What the kernel would refuse is refused while it is typed.
    await field.fill('2147483648');
    await expect(sheet(page)).toContainText('2147483648 is above 2147483647');
    await expect(sheet(page).getByRole('button', { name: 'Apply', exact: true })).toBeDisabled();
    await field.fill(String(proposed));
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violationsOf(page)).toEqual([]);
    }
    expect(await kernel('net.core.somaxconn')).toBe('8');
    await sheet(page).getByLabel('Goes back by itself after').selectOption('300');
    await sheet(page).getByRole('button', { name: 'Apply', exact: true }).click();

    await expectWritten(page, 'You changed net.core.somaxconn 8');
    await expect(sheet(page)).toHaveCount(0);
    await expect(bar(page)).toBeFocused();
    expect(await kernel('net.core.somaxconn')).toBe(String(proposed));
    await expect(bar(page).getByRole('timer')).toHaveText(/^2\d\d s$/);
    // It is told on every page of the host, and in what is opened over it.
    for (const [name, path] of [
      ['Changes', '/changes'],
      ['Sockets', '/sockets'],
      ['Metrics and tools', '/metrics'],
    ] as const) {
      await page.getByRole('link', { name, exact: true }).click();
      await expect(page).toHaveURL(new RegExp(`${path}$`));
      await expect(bar(page)).toContainText('You changed net.core.somaxconn');
    }
    await page.getByRole('link', { name: 'Stack' }).click();
    const advice = page.locator('[data-rule="tcp-listen-overflow"]');
    await expect(advice).toContainText('Applied, being verified.');
    const perSecondBefore = await overflowsSince(crowded);

    // A longer queue is given to who listens anew.
    await listener.stop();
    await using again = startWorkload('burstyAccept', { ...LISTENER, port }, namespace);
    await again.ready;
    const relieved = await overflows();
    await expect(bar(page).locator('[data-verdict-word]').first()).toHaveAttribute(
      'data-verdict-word',
      'improved',
      MEASURED,
    );
    await expect(bar(page)).toContainText(/\d.* before, .*\d.* after/);
    // A machine that stands still for a moment fills the longer queue too, so it is the rate that has to fall.
    expect(await overflowsSince(relieved)).toBeLessThan(perSecondBefore / 2);
    expect(await violationsOf(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => overflowOf(page)).toBe(0);
    await page.setViewportSize({ width: 1440, height: 900 });

    const answered = page.waitForResponse((response) => response.url().endsWith('/confirm'));
    await bar(page).getByRole('button', { name: 'Keep and persist' }).click();
    const answer = await answered;
    expect(answer.status(), await answer.text()).toBe(200);
    await expect(bar(page)).toContainText(`Written to ${product.sysctlFile} for the next boot.`);
    expect(await kernel('net.core.somaxconn')).toBe(String(proposed));
    const file = readFileSync(product.sysctlFile, 'utf8');
    expect(file).toMatch(new RegExp(`^net\\.core\\.somaxconn ?= ?${proposed}$`, 'm'));
    expect(file).toContain(ADA.email);

    await page.getByRole('link', { name: 'Changes' }).click();
    const row = page.locator('li[data-state="kept"]').filter({ hasText: 'net.core.somaxconn' }).first();
    await expect(row).toContainText('Improved');
    await expect(row).toContainText('also at boot');
    await row.getByRole('button').first().click();
    await row.getByRole('button', { name: 'Remove from the file' }).click();
    await expect(row.getByRole('button', { name: 'Persist…' })).toBeVisible();
    // It was all that the file had.
    expect(existsSync(product.sysctlFile)).toBe(false);
    await row.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(page.locator('li[data-state="undone"]').filter({ hasText: 'net.core.somaxconn' })).toHaveCount(1);
    expect(await kernel('net.core.somaxconn')).toBe('8');

    await page.getByRole('link', { name: 'Audit' }).click();
    await expect(page.getByText(/^Chain intact, \d+ rows$/)).toBeVisible();
    await page.getByLabel('Action').fill('change.apply');
    const line = page.getByRole('listitem').filter({ hasText: 'change.apply' }).filter({ hasText: ADA.email }).first();
    await line.getByRole('button').click();
    await expect(line).toContainText(/After.*4?\d+/s);
    expect(await violationsOf(page)).toEqual([]);
  } finally {
    await namespace.sysctl('net.core.somaxconn', before);
  }
});

const FIN = 'net.ipv4.tcp_fin_timeout';

/** Changes a setting by hand, from the page of changes, and leaves it undecided. */
const change = async (page: Page, value: number, seconds: number): Promise<void> => {
  await chooseSetting(page, product, FIN);
  await sheet(page).getByLabel('Proposed').fill(String(value));
  await sheet(page).getByLabel('Because').fill('a try');
  await sheet(page).getByLabel('Goes back by itself after').selectOption(String(seconds));
  await sheet(page).getByRole('button', { name: 'Apply', exact: true }).click();
  await expectWritten(page, `You changed ${FIN}`);
  expect(await kernel(FIN)).toBe(String(value));
};
/** What the page says of a change that was taken back, once it does. */
const putBack = (page: Page): Locator => bar(page).locator('[data-state="undone"]').filter({ hasText: FIN }).first();

test('a change that nobody keeps goes back by itself, and the page says so until it has been read', async ({
  page,
}) => {
  const before = await kernel(FIN);
  await openStack(page, product);
  await change(page, 37, 30);
  await expect(putBack(page)).toContainText('Nobody kept it in time, so the host put the old value back.', SOON);
  expect(await kernel(FIN)).toBe(before);
  await putBack(page).getByRole('button', { name: 'Dismiss' }).click();
  await expect(putBack(page)).toHaveCount(0);
  await page.reload();
  await expect(page.locator('li[data-state="undone"]').filter({ hasText: FIN }).first()).toBeVisible();
  await expect(putBack(page)).toHaveCount(0);
});

test('an agent that is killed before anybody decided puts the old value back when it starts', async ({ page }) => {
  const before = await kernel(FIN);
  await openStack(page, product);
  await change(page, 38, 300);
  await product.killAgent('SIGKILL');
  expect(await kernel(FIN)).toBe('38');
  await expect(page.locator('[data-freshness="silent"]')).toBeVisible();
  product.startAgent();
  await expect(putBack(page)).toContainText('The agent was ended before anybody decided', SOON);
  expect(await kernel(FIN)).toBe(before);
});

test('a host that is cut off from its server puts the old value back without a word from it', async ({ page }) => {
  const before = await kernel(FIN);
  await openStack(page, product);
  await change(page, 39, 60);
  await namespace.exec('ip', ['link', 'set', 'lo', 'down']);
  try {
    await expect(bar(page)).toContainText('This page has lost the server', SOON);
    // Whoever is about to press is not left with nothing to press: it may be over in a moment.
    await expect(bar(page).getByRole('button', { name: 'Undo', exact: true })).toBeVisible();
    await expect.poll(() => kernel(FIN), { timeout: 180_000 }).toBe(before);
  } finally {
    await namespace.exec('ip', ['link', 'set', 'lo', 'up']);
  }
  await expect(page.locator('[data-freshness="live"]')).toBeVisible(SOON);
  await expect(putBack(page)).toContainText('put the old value back', SOON);
});

test('another operator sees what somebody is changing, and who', async ({ page, browser }) => {
  await openStack(page, product);
  await change(page, 41, 300);
  const context = await browser.newContext();
  try {
    const other = await context.newPage();
    await openStack(other, product);
    await expect(bar(other)).toContainText(FIN);
    await bar(page).getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(bar(other).locator('[data-state="pending"]')).toHaveCount(0);
    // Whoever pressed is told what came of it, where the buttons were, and goes on from there.
    const asked = (at: Page) => bar(at).locator('[data-state="undone"]').filter({ hasText: 'You asked for it' });
    await expect(asked(page)).toBeVisible();
    await expect(bar(page)).toBeFocused();
    await expect(asked(other)).toHaveCount(0);
  } finally {
    await context.close();
  }
});

test('a value that changed while the preview was open is shown, and asked about again', async ({ page }) => {
  const before = await kernel(FIN);
  await openStack(page, product);
  await chooseSetting(page, product, FIN);
  await sheet(page).getByLabel('Proposed').fill('42');
  await sheet(page).getByLabel('Because').fill('a try');
  await namespace.sysctl(FIN, 43);
  try {
    await sheet(page).getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(sheet(page).getByRole('alert')).toContainText(`${FIN} was ${before} and is 43 now.`);
    await expect(sheet(page).getByTestId('current')).toHaveText('43 seconds');
    expect(await kernel(FIN)).toBe('43');
    await sheet(page).getByRole('button', { name: 'Apply to the value of now' }).click();
    await expectWritten(page, `You changed ${FIN} 43`);
    expect(await kernel(FIN)).toBe('42');
    await bar(page).getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(written(page)).toHaveCount(0);
    expect(await kernel(FIN)).toBe('43');
  } finally {
    await namespace.sysctl(FIN, before);
  }
});

const ABORT = 'net.ipv4.tcp_abort_on_overflow';

test('a risky change wants the risk accepted, and the password again without losing what was typed', async ({
  page,
}) => {
  const before = await kernel(ABORT);
  await openStack(page, product);
  await chooseSetting(page, product, ABORT);
  await sheet(page).getByLabel('Proposed').fill('1');
  await sheet(page).getByLabel('Because').fill('behind a balancer');
  const apply = sheet(page).getByRole('button', { name: 'Apply', exact: true });
  await expect(apply).toBeDisabled();
  await sheet(page)
    .getByRole('checkbox', { name: /The risk is 3 of 4, high/ })
    .check();
  // As after ten minutes: a password given just now is fresh to the server.
  const refusal = {
    error: {
      code: 'fresh-proof-needed',
      message: 'this change is risky: give your password again first, or sign in again',
    },
  };
  await page.route('**/changes', (route) => route.fulfill({ status: 403, json: refusal }), { times: 1 });
  await apply.click();
  await sheet(page).getByLabel('Password').fill('not the password');
  await sheet(page).getByRole('button', { name: 'Confirm and apply' }).click();
  await expect(sheet(page).getByRole('alert')).toContainText('Not done');
  expect(await kernel(ABORT)).toBe(before);
  await expect(sheet(page).getByLabel('Because')).toHaveValue('behind a balancer');
  // What is typed elsewhere meanwhile stays there.
  await sheet(page).getByLabel('Because').press('End');
  await page.keyboard.type(', as agreed');
  await expect(sheet(page).getByLabel('Because')).toHaveValue('behind a balancer, as agreed');
  await sheet(page).getByLabel('Password').fill(ADA.password);
  await sheet(page).getByRole('button', { name: 'Confirm and apply' }).click();
  await expectWritten(page, `You changed ${ABORT}`);
  expect(await kernel(ABORT)).toBe('1');
  await bar(page).getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(written(page)).toHaveCount(0);
  expect(await kernel(ABORT)).toBe(before);
});

test('a setting that the kernel does not let the agent write is told to be so before anybody presses', async ({
  page,
}) => {
  // One for the machine, which a network namespace may only look at.
  const name = 'net.core.rmem_default';
  await openStack(page, product);
  await using sink = startWorkload('udpSink', { mode: 'slow', perSecond: 2000, seconds: 600 }, namespace);
  const { port } = await sink.ready;
  const bursting = { port, perSecond: 600, burst: 1200, total: 600_000, seconds: 600 };
  await using _burst = startWorkload('udpBurst', bursting, namespace);
  const card = page.locator('[data-rule="sock-udp-rcvbuf-errors"]').filter({ hasText: name });
  await expect(card).toContainText(`lets the agent here read ${name} and not write`, SOON);
  await expect(card).toContainText(`sysctl -w ${name}=`);
  await expect(card.getByRole('button', { name: /^Apply/ })).toHaveCount(0);
});

const queueLength = async (device: string): Promise<number | undefined> => {
  const { stdout } = await namespace.exec('ip', ['-j', 'link', 'show', 'dev', device]);
  return (JSON.parse(stdout) as { txqlen?: number }[])[0]?.txqlen;
};

test('a setting of a network device goes the same way', async ({ page }) => {
  const pair = ['type', 'veth', 'peer', 'name', 'lab-b'];
  await namespace.exec('ip', ['link', 'add', 'lab-a', 'txqueuelen', '500', ...pair]);
  try {
    await openStack(page, product);
    await chooseSetting(page, product, 'sysfs.tx_queue_len', 'txqueuelen');
    await sheet(page).getByLabel('Device').selectOption('lab-a');
    await sheet(page).getByRole('button', { name: 'Preview…' }).click();
    await expect(sheet(page).getByTestId('current')).toHaveText('500 packets');
    await sheet(page).getByLabel('Proposed').fill('800');
    await sheet(page).getByLabel('Because').fill('longer bursts');
    await sheet(page).getByRole('button', { name: 'Apply', exact: true }).click();
    await expectWritten(page, 'sysfs.tx_queue_len on lab-a 500');
    expect(await queueLength('lab-a')).toBe(800);
    await bar(page).getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(written(page)).toHaveCount(0);
    expect(await queueLength('lab-a')).toBe(500);
  } finally {
    await namespace.exec('ip', ['link', 'del', 'lab-a']);
  }
});

test('what somebody else changes on the host is listed, from what to what', async ({ page }) => {
  const before = await kernel(FIN);
  await openStack(page, product);
  await page.goto(new URL('/changes', product.url).href);
  await namespace.sysctl(FIN, 44);
  try {
    const others = page.getByRole('region', { name: 'Changed by others' });
    await expect(others.getByRole('listitem').filter({ hasText: FIN }).first()).toContainText(`${before} to`, SOON);
    await expect(others.getByRole('listitem').filter({ hasText: FIN }).first()).toContainText('44');
    // Of a setting that was changed several times the newest can be put back.
    await expect(others.getByRole('listitem').filter({ hasText: FIN }).getByRole('button')).toHaveCount(1);
    await others
      .getByRole('listitem')
      .filter({ hasText: FIN })
      .first()
      .getByRole('button', { name: 'Put back…' })
      .click();
    await expect(sheet(page).getByTestId('current')).toHaveText('44 seconds');
    await expect(sheet(page).getByLabel('Proposed')).toHaveValue(before);
    await expect(sheet(page).getByLabel('Because')).toHaveValue(/^Put back what was changed /);
    await sheet(page).getByRole('button', { name: 'Apply', exact: true }).click();
    await expectWritten(page, `You changed ${FIN} 44`);
    expect(await kernel(FIN)).toBe(before);
    await bar(page).getByRole('button', { name: 'Keep', exact: true }).click();
    await expect(written(page)).toHaveCount(0);
  } finally {
    await namespace.sysctl(FIN, before);
  }
});

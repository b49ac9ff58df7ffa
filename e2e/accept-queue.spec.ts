import { createNamespace, labSupport, type Namespace, Product, startWorkload } from '@netstrata/lab';
import { expect, type Page, test } from '@playwright/test';
import { copyBy, layerOf, openStack, overflowOf, violationsOf } from './page.ts';

const support = labSupport();
test.skip(!support.ok, support.reason);

let namespace: Namespace;
let product: Product;
test.beforeAll(async () => {
  namespace = await createNamespace();
  // On a crowded machine the agent would look at sockets less often to keep its budget, and the rules need their looks.
  product = await Product.start({ namespace, cpuBudget: 50 });
});
test.afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await namespace[Symbol.asyncDispose]();
});

/** Rules look back some seconds before they speak, and more of them before they are sure. */
const SOON = { timeout: 90_000 };
const card = (page: Page, title: RegExp, port: number) =>
  page
    .locator('[data-rule="tcp-listen-overflow"]')
    .and(page.getByRole('article', { name: title }))
    .filter({ hasText: `127.0.0.1:${port}` });
const listenerIn = async (port: number): Promise<string> =>
  (await namespace.exec('ss', ['-HltnO', `sport = :${port}`])).stdout.trim();

interface Evidence {
  readonly metric: string;
  readonly value: number;
}
interface Advice {
  readonly severity: string;
  readonly evidence: readonly Evidence[];
  readonly changes: readonly { readonly tunable: string; readonly current: string; readonly proposed: string }[];
  readonly actions: readonly string[];
}
const adviceOn = async (port: number): Promise<Advice | undefined> => {
  const { advice } = await product.api<{ advice: (Advice & { id: string })[] }>('/api/v1/hosts/self/advice');
  return advice.find(({ id }) => id === `tcp-listen-overflow:127.0.0.1:${port}`);
};

const calmAgain = async (page: Page): Promise<void> => {
  // A machine that is busy may have more to say meanwhile, of what was sent again.
  await expect(page.locator('[data-rule="tcp-listen-overflow"]')).toHaveCount(0, SOON);
  await expect(layerOf(page, 'socket')).toHaveAttribute('data-state', 'calm', SOON);
};

test('a program that accepts nothing is named with its full queue, and told that no kernel setting helps', async ({
  page,
}) => {
  await openStack(page, product);
  const socketLayer = layerOf(page, 'socket');
  await expect(socketLayer).toHaveAttribute('data-state', 'calm');
  await using listener = startWorkload('stalledListener', { backlog: 8, seconds: 600 }, namespace);
  const { port } = await listener.ready;
  const flooding = { port, total: 6000, perSecond: 10, giveUpMs: 1500, seconds: 600 };
  await using flood = startWorkload('connectFlood', flooding, namespace);

  await expect(socketLayer).toHaveAttribute('data-state', 'saturated');
  await expect(socketLayer).toContainText(`127.0.0.1:${port} is full: 9 of 8`);
  await expect(socketLayer.getByRole('button', { name: /Accept queue overflows$/ })).toBeVisible();
  await expect(socketLayer.locator('meter').first()).toHaveAttribute(
    'aria-valuetext',
    /^9 of 8 \(.*\), 113 %, Saturated$/,
  );

  const advice = card(page, /stopped accepting/, port);
  await expect(advice).toBeVisible(SOON);
  await expect(advice).toContainText('Critical');
  await expect(advice).toContainText(
    new RegExp(
      `node \\(pid ${listener.pid}, \\w+\\.ts\\) listening on 127\\.0\\.0\\.1:${port}: 9 connections wait, backlog 8`,
    ),
  );
  await expect(advice).toContainText('No kernel setting has to be changed.');
  await expect(advice.getByText('sysctl -w')).toHaveCount(0);
  await expect(page.locator('[data-limiter]')).toContainText(
    `node (stalledListener.ts) has stopped accepting connections on 127.0.0.1:${port}. Connections that find the accept queue full are dropped (ListenOverflows)`,
  );
  // What the kernel's own tool says of the same queue.
  expect(await listenerIn(port)).toMatch(/^LISTEN 9 +8 /);
  const told = await adviceOn(port);
  expect(told).toMatchObject({ severity: 'critical', changes: [] });
  expect(told?.evidence).toContainEqual(expect.objectContaining({ metric: 'socket.tcp.acceptQueueMaxLen', value: 9 }));
  expect(told?.evidence).toContainEqual(
    expect.objectContaining({ metric: 'socket.tcp.acceptQueueMaxBacklog', value: 8 }),
  );

  await page.getByRole('tab', { name: /^Listeners/ }).click();
  const row = page
    .getByRole('tabpanel', { name: /^Listeners/ })
    .getByRole('row')
    .filter({ hasText: `:${port}` });
  await expect(row).toContainText(`pid ${listener.pid}`);
  await expect(row.locator('meter')).toHaveAttribute('aria-valuetext', '9 of 8');
  // All of a row is its button, the bar in it too.
  await row.locator('meter + *').click({ force: true });
  await expect(page.getByRole('dialog')).toContainText(`127.0.0.1:${port}`);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  expect(await violationsOf(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => overflowOf(page)).toBe(0);
  await page.setViewportSize({ width: 1440, height: 900 });

  // Set aside it stays open and can be brought back, here as on every other page.
  const panel = page.getByRole('region', { name: 'Advice' });
  await advice.getByRole('button', { name: 'Snooze 1 h' }).click();
  await expect(advice).toHaveCount(0);
  await panel.getByText('1 set aside').click();
  await expect(panel.getByText(/^Snoozed until .*\d\d:\d\d$/)).toBeVisible();
  expect(await adviceOn(port)).toMatchObject({ mark: { kind: 'snoozed', severity: 'critical' } });
  await panel.getByRole('button', { name: 'Bring back' }).click();
  await expect(advice).toBeVisible();
  await panel.getByText('What became of advice').click();
  await expect(
    panel.getByRole('listitem').filter({ hasText: /Brought back: node \(stalledListener\.ts\) has stopped accepting/ }),
  ).toBeVisible();

  // Nine fit into a queue of eight; every overflow of the namespace is one of this listener. Of two that knock at the same time the
  // second is answered before the first has filled the queue.
  const { connected, unanswered } = await flood.stop();
  expect(connected).toBeGreaterThanOrEqual(9);
  expect(unanswered).toBeGreaterThan(10);
  const counted = async () => (await namespace.counters('/proc/net/netstat')).get('TcpExt.ListenOverflows') ?? 0;
  expect(await counted()).toBeGreaterThanOrEqual(unanswered);
  const stored = async (): Promise<number | null | undefined> => {
    const { series } = await product.api<{ series: { points: [number, number | null][] }[] }>(
      '/api/v1/hosts/self/metrics?ids=socket.tcpExt.listenOverflows&step=1000',
    );
    return series[0]?.points.findLast(([, value]) => value !== null)?.[1];
  };
  await expect(async () => expect(await stored()).toBe(await counted())).toPass();

  await listener.stop();
  await expect(advice).toHaveCount(0, SOON);
  await calmAgain(page);
});

/** Takes the queue empty every 1.5 s: fast enough on the whole, too slow for a queue of eight at 12 connections a second. */
const bursty = { backlog: 8, burst: 1000, everyMs: 1500, seconds: 600 };
const steady = { total: 7200, perSecond: 12, hold: false, giveUpMs: 10_000, seconds: 600 };

test('a backlog that the program chose too small is told to the program, not to the kernel', async ({ page }) => {
  await openStack(page, product);
  await using listener = startWorkload('burstyAccept', bursty, namespace);
  const { port } = await listener.ready;
  await using flood = startWorkload('connectFlood', { ...steady, port }, namespace);
  await flood.ready;
  const advice = card(page, /backlog of node \(burstyAccept\.ts\) is too small: 8/, port);
  await expect(advice).toBeVisible(SOON);
  await expect(layerOf(page, 'socket')).toHaveAttribute('data-state', 'saturated');
  await expect(advice).toContainText(`listening on 127.0.0.1:${port}`);
  const somaxconn = await namespace.sysctl('net.core.somaxconn');
  await expect(advice).toContainText(`kernel would allow ${somaxconn}`);
  await expect(advice).toContainText('no sysctl limits it');
  await expect(advice).toContainText(/Raise the program's listen\(\) argument from 8 to \d+/);
  await expect(advice).toContainText('No kernel setting has to be changed.');
  expect(await adviceOn(port)).toMatchObject({ changes: [] });

  await flood.stop();
  await listener.stop();
  await expect(advice).toHaveCount(0, SOON);
  await calmAgain(page);
});

test('where net.core.somaxconn cut the backlog, the proposed value cures it', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const before = await namespace.sysctl('net.core.somaxconn');
  await namespace.sysctl('net.core.somaxconn', 8);
  try {
    await openStack(page, product);
    const listener = startWorkload('burstyAccept', { ...bursty, backlog: 128 }, namespace);
    const { port } = await listener.ready;
    await using flood = startWorkload('connectFlood', { ...steady, port }, namespace);
    expect(await listenerIn(port)).toMatch(/^LISTEN \d+ +8 /);
    const advice = card(page, /net\.core\.somaxconn limits the backlog of node \(burstyAccept\.ts\) to 8/, port);
    await expect(advice).toBeVisible(SOON);
    const [change, ...others] = (await adviceOn(port))?.changes ?? [];
    expect(others).toEqual([]);
    expect(change).toMatchObject({ tunable: 'net.core.somaxconn', namespace: 'host', current: '8' });
    // Twice as long at least, and no longer than a queue may be before it only hides an overload.
    const proposed = Number(change?.proposed);
    expect(proposed).toBeGreaterThanOrEqual(16);
    expect(proposed).toBeLessThanOrEqual(65_535);
    const line = `sysctl -w net.core.somaxconn=${proposed}`;
    await copyBy(advice.getByRole('button', { name: `Copy: ${line}` }));
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(line);
    await expect(advice).toContainText(`echo 'net.core.somaxconn = ${proposed}' >> /etc/sysctl.d/90-netstrata.conf`);
    // The agent was started without leave to change anything: that is said before somebody tries.
    const apply = advice.getByRole('button', { name: 'Apply…' });
    await expect(apply).toBeDisabled();
    await expect(apply).toHaveAccessibleDescription(/^This host takes no changes from here/);
    await flood.stop();
    await listener.stop();

    await namespace.exec('sh', ['-c', await page.evaluate(() => navigator.clipboard.readText())]);
    const overflows = async () => (await namespace.counters('/proc/net/netstat')).get('TcpExt.ListenOverflows');
    const counted = await overflows();
    await using again = startWorkload('burstyAccept', { ...bursty, backlog: 128, port }, namespace);
    await again.ready;
    await using load = startWorkload('connectFlood', { ...steady, port, total: 48 }, namespace);
    expect(await load.done).toMatchObject({ attempted: 48, connected: 48, unanswered: 0 });
    expect(await overflows()).toBe(counted);
    await expect(advice).toHaveCount(0, SOON);
    await calmAgain(page);
  } finally {
    await namespace.sysctl('net.core.somaxconn', before);
  }
});

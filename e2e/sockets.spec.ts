import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { createNamespace, labSupport, Product, startWorkload, type Workload } from '@netstrata/lab';
import { expect, type Page, test } from '@playwright/test';
import { pressIn, signIn, violationsOf } from './page.ts';

/** Nobody else uses it: the kernel can be asked for just these. */
const ADDRESS = '127.0.77.1';
const PAIRS = 1500;
const SOCKETS = 2 * PAIRS + 1;
/** Longer than these tests last on the busiest machine. */
const SECONDS = 1200;
const LOOK_MS = 10_000;

let product: Product;
let idle: Workload<'idleSockets'>;
test.beforeAll(async () => {
  // Many sockets on a busy machine must not make dumps seldom.
  product = await Product.start({ cpuBudget: 100 });
  idle = startWorkload('idleSockets', { pairs: PAIRS, address: ADDRESS, seconds: SECONDS });
  await idle.ready;
});
test.afterAll(async () => {
  await idle[Symbol.asyncDispose]();
  await product[Symbol.asyncDispose]();
});

const openSockets = async (page: Page, query: Readonly<Record<string, string>>, path = '/sockets') => {
  await signIn(page.context(), product);
  await page.goto(`${product.url}${path}?${new URLSearchParams(query)}`);
  await expect(page.locator('[data-freshness="live"]')).toBeVisible();
};
const grid = (page: Page) => page.getByRole('grid');
const rows = (page: Page) => grid(page).locator('[data-index]');
const status = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('status')
    .filter({ hasText: /sockets|个/ });
/** ADDRESS as the kernel writes it, and its number of a state. */
const HEX = '014D007F';
const ESTABLISHED = '01';
const LISTEN = '0A';
/** How many sockets of the workload the kernel itself lists in a state; one that comes or goes meanwhile may move others in the list. */
const counted = (wanted: string): number =>
  readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .filter((line) => {
      const [, local = '', remote = '', state] = line.trim().split(/\s+/);
      return [local, remote].some((end) => end.startsWith(HEX)) && wanted === state;
    }).length;

test('every socket of the host is in one table, of which only what is seen is held', async ({ page }) => {
  await openSockets(page, { filter: `addr:${ADDRESS} -state:time-wait`, sort: '+localPort' });
  await expect.poll(() => counted(ESTABLISHED) + counted(LISTEN)).toBe(SOCKETS);
  await expect(status(page)).toContainText('3.00k of ');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(SOCKETS + 1));
  expect(await rows(page).count()).toBeLessThan(60);

  await grid(page).press('End');
  const last = grid(page).locator(`[data-index="${SOCKETS - 1}"]`);
  await expect(last.locator('[data-column="local"]')).toContainText('127.0.');
  await expect(last).toHaveAttribute('data-active', 'true');
  expect(await rows(page).count()).toBeLessThan(60);

  await pressIn(grid(page), 'Enter');
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText(ADDRESS);
  await expect(sheet.locator('[data-picture="windows"]')).toContainText('cwnd');
  await expect(sheet.locator('[data-picture="limits"]').getByRole('img')).toHaveAccessibleName(
    /^In the last [1-9]\d* seconds: .*nothing to send 100 %/,
  );
  await expect(page).toHaveURL(/socket=[0-9a-f]+/);
  expect(await violationsOf(page)).toEqual([]);
});

test('the filter counts what the kernel counts, says what is wrong at the word that is, and is in the address', async ({
  page,
}) => {
  await openSockets(page, {});
  const field = page.getByRole('combobox', { name: 'Filter' });
  await field.fill(`peer:${ADDRESS} state:estab`);
  await page.keyboard.press('Escape');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(PAIRS + 1));
  await expect.poll(() => counted(ESTABLISHED)).toBe(2 * PAIRS);
  await expect(page).toHaveURL(/filter=peer%3A127\.0\.77\.1\+state%3Aestab/);

  await field.fill(`addr:${ADDRESS} -state:established,time-wait`);
  await page.keyboard.press('Escape');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await expect(rows(page).first()).toContainText('listen');

  await field.fill('stat:listen port:1 ');
  await page.keyboard.press('Escape');
  await expect(page.getByText('The filter does not know stat: did you mean state?')).toBeVisible();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await expect(status(page)).toHaveText(
    `The filter cannot be understood. These are still the sockets of the one before: addr:${ADDRESS} -state:established,time-wait`,
  );
  await expect(grid(page)).toHaveAccessibleDescription(/^The filter cannot be understood\./);
  expect(await violationsOf(page)).toEqual([]);

  await field.fill(`addr:${ADDRESS} state:listen `);
  await page.keyboard.press('Escape');
  await expect(status(page)).toContainText('1 of ');
  await expect(grid(page)).toHaveAccessibleDescription(/^Up and down/);
  await field.fill('peer:127.0.78.0/24');
  await expect(page.getByText('No socket matches this filter.')).toBeVisible();
});

test('what may follow is offered with the values that sockets have now', async ({ page }) => {
  await openSockets(page, { filter: `addr:${ADDRESS}` });
  const field = page.getByRole('combobox', { name: 'Filter' });
  await field.click();
  await field.press('End');
  await field.pressSequentially(' li');
  await expect(page.getByRole('option', { name: /^limited:/ })).toBeVisible();
  // Not those of the field beside it.
  const options = page.getByRole('listbox', { name: 'What may follow' }).getByRole('option');
  const chosen = options.and(page.getByRole('option', { selected: true }));
  await field.fill(`addr:${ADDRESS} sta`);
  await expect(options).toHaveText([/^state:/]);
  await field.press('ArrowDown');
  await expect(chosen).toHaveText(/^state:/);
  await field.press('Enter');
  await expect(field).toHaveValue(`addr:${ADDRESS} state:`);
  await expect(page.getByRole('option', { name: /^listen/ })).toBeVisible();
  await field.pressSequentially('lis');
  // Which is a part of the other one.
  await expect(options).toHaveText([/^listen/, /^established/]);
  await field.press('ArrowDown');
  await expect(chosen).toHaveText(/^listen/);
  await field.press('Enter');
  await expect(field).toHaveValue(`addr:${ADDRESS} state:listen `);
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
});

test('names of the other network namespaces are offered, and one is asked for its sockets', async ({ page }) => {
  const support = labSupport();
  test.skip(!support.ok, support.reason);
  await using namespace = await createNamespace();
  await using held = startWorkload('idleSockets', { pairs: 20, seconds: SECONDS }, namespace);
  await held.ready;
  await openSockets(page, {});
  const field = page.getByRole('combobox', { name: 'Filter' });
  // Namespaces are found in their turn; what the host has is asked for once each time that the field is typed.
  const offered = page.getByRole('option', { name: namespace.name });
  await expect(async () => {
    await field.fill('netns:');
    await expect(offered)
      .toBeVisible({ timeout: LOOK_MS })
      .catch(async (why: unknown) => {
        await field.fill('');
        throw why;
      });
  }).toPass();
  await offered.click();
  await expect(field).toHaveValue(`netns:${namespace.name} `);
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '42');
});

test('a socket of another network namespace says where it is and how a shell tells more, as long as it is open', async ({
  page,
}) => {
  const support = labSupport();
  test.skip(!support.ok, support.reason);
  await using namespace = await createNamespace();
  await using held = startWorkload('idleSockets', { pairs: 2, seconds: SECONDS }, namespace);
  await held.ready;
  // Namespaces are found in their turn.
  const filter = `netns:${namespace.name} state:listen`;
  await expect(() => product.api(`/api/v1/hosts/self/sockets?${new URLSearchParams({ filter, limit: '1' })}`)).toPass();
  await openSockets(page, { filter });
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await rows(page).first().click();
  await expect(page).toHaveURL(/socket=[0-9a-f]+/);
  const cookie = new URL(page.url()).searchParams.get('socket');
  const sheet = page.getByRole('dialog');
  const isRight = async () => {
    await expect(sheet.getByRole('status')).toHaveText(
      `This socket is of network namespace ${namespace.name}. The agent asks single sockets only of its own: of this one there is no more than its row says.`,
    );
    await expect(sheet).toContainText(
      `ip netns exec ${namespace.name} ss -a -m -e -n -i -p -o -O | grep -w sk:${cookie}`,
    );
  };
  await isRight();
  // The list behind it is asked for again each second: none of its answers may make another socket of it.
  for (let answers = 0; answers < 3; answers++)
    await page.waitForResponse((response) => new URL(response.url()).pathname.endsWith('/hosts/self/sockets'));
  await isRight();
  await page.reload();
  await isRight();
});

test('while a time is chosen that is over, the page says that sockets are of now, and leads back', async ({ page }) => {
  await openSockets(page, { filter: `addr:${ADDRESS} state:listen` });
  const notice = page.getByRole('main').locator('p').filter({ hasText: 'Sockets are shown as they are now.' });
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await expect(notice).toBeHidden();
  await page.keyboard.press('[');
  await expect(page).toHaveURL(/from=[^&]+&to=/);
  await expect(notice).toContainText('Single sockets are not stored.');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('main').getByRole('button', { name: 'Back to live' }).click();
  await expect(notice).toBeHidden();
  await expect(page).toHaveURL(/filter=addr/);
  await expect(page).not.toHaveURL(/from=/);
});

test('groups are sums of the host’s sockets, and each opens as a filter', async ({ page }) => {
  await openSockets(page, { filter: `addr:${ADDRESS}`, group: 'state' });
  const group = (name: string) => rows(page).filter({ hasText: name });
  await expect(group('established').locator('[data-column="sockets"]')).toHaveText('3.00k');
  await expect(group('listen').locator('[data-column="sockets"]')).toHaveText('1');
  await group('listen').click();
  await expect(page.getByRole('combobox', { name: 'Filter' })).toHaveValue(`addr:${ADDRESS} state:listen`);
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await page.goBack();
  await expect(page.getByRole('combobox', { name: 'Filter' })).toHaveValue(`addr:${ADDRESS}`);
  await expect(group('established')).toBeVisible();
  await page.getByRole('combobox', { name: 'Group by' }).selectOption('peer');
  await expect(group(ADDRESS).locator('[data-column="sockets"]')).toHaveText('1.50k');
});

test('columns are chosen, remembered and in the address; a title sorts', async ({ page }) => {
  await openSockets(page, { filter: `addr:${ADDRESS}` });
  await page.getByRole('button', { name: /^Columns/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'cwnd' }).click();
  await page.keyboard.press('Escape');
  await expect(grid(page).getByRole('columnheader', { name: 'cwnd' })).toBeVisible();
  await expect(page).toHaveURL(/columns=[^&]*cwnd/);
  await page.getByRole('button', { name: 'Process' }).click();
  await expect(page.getByRole('columnheader', { name: 'Process' })).toHaveAttribute('aria-sort', 'ascending');
  await grid(page).press('End');
  await expect(grid(page).locator('[data-index="0"]')).toHaveCount(0);
  for (const [title, key, order] of [
    ['RTT', 'Enter', 'descending'],
    ['Rate', 'Space', 'descending'],
    ['Rate', 'Enter', 'ascending'],
  ] as const) {
    const header = page.getByRole('columnheader', { name: title, exact: true });
    await header.getByRole('button').press(key);
    await expect(header).toHaveAttribute('aria-sort', order);
    await expect(header.getByRole('button')).toBeFocused();
    await expect(grid(page).locator('[data-index="0"] [data-column="local"]')).toContainText('127.0.');
  }
  await openSockets(page, {});
  await expect(grid(page).getByRole('columnheader', { name: 'cwnd' })).toBeVisible();
});

/** Connections to a program that reads nothing: what is sent stays in the queues of its ends. */
const queues = async (count: number) => {
  const server = createServer({ pauseOnConnect: true }, (peer) => void peer.on('error', () => {}));
  await once(server.listen(0, ADDRESS), 'listening');
  const { port } = server.address() as AddressInfo;
  const clients: Socket[] = [];
  const connect = async () => {
    const client = createConnection(port, ADDRESS);
    await once(client, 'connect');
    clients.push(client);
    return client;
  };
  for (let n = 0; n < count; n++) await connect();
  const send = (client: Socket | undefined, bytes: number) =>
    new Promise<void>((done) => client?.write(Buffer.alloc(bytes), () => done()));
  return {
    port,
    clients,
    connect,
    send,
    [Symbol.dispose]: () => {
      for (const client of clients) client.destroy();
      server.close();
    },
  };
};

test('rows keep their places under the pointer while their values go on, and are sorted when it leaves', async ({
  page,
}) => {
  using ends = await queues(3);
  const [first, second, third] = ends.clients;
  await ends.send(first, 30_000);
  await ends.send(second, 20_000);
  await ends.send(third, 10_000);
  await openSockets(page, { filter: `sport:${ends.port} -state:listen`, sort: 'recvQ' });
  const row = (at: number) => grid(page).locator(`[data-index="${at}"]`);
  const isOf = (at: number, end: Socket | undefined) =>
    expect(row(at).locator('[data-column="peer"]')).toHaveText(`127.0.0.1:${end?.localPort}`);
  const held = page.locator('[data-held]');
  await isOf(0, first);
  await isOf(2, third);
  await expect(held).toBeHidden();

  await row(2).hover();
  await expect(held).toHaveText('Order held');
  await ends.send(third, 40_000);
  await expect(row(2).locator('[data-column="recvQ"]')).toHaveText('48.8KiB');
  await isOf(0, first);
  await isOf(2, third);

  const fourth = await ends.connect();
  const secondPort = second?.localPort;
  second?.resetAndDestroy();
  await expect(held).toHaveText('Order held · 1 new · 1 gone');
  await isOf(0, first);
  await expect(row(1)).toContainText('gone');
  await expect(row(1)).toContainText(`127.0.0.1:${secondPort}`);
  await isOf(2, third);
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole('button', { name: 'Sort now' }).hover();
  await isOf(0, third);
  await isOf(1, first);
  await isOf(2, fourth);
  await expect(held).toBeHidden();

  await page.keyboard.press('h');
  const hold = page.getByRole('button', { name: 'Hold order' });
  await expect(hold).toHaveAttribute('aria-pressed', 'true');
  await expect(held).toHaveText('Order held');
  await ends.send(fourth, 100_000);
  await expect(row(2).locator('[data-column="recvQ"]')).toHaveText('97.7KiB');
  await page.getByRole('button', { name: 'Sort now' }).click();
  await isOf(0, fourth);
  await page.keyboard.press('h');
  await expect(held).toBeHidden();

  await grid(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(held).toHaveText('Order held');
});

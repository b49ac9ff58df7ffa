import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import { createNamespace, labSupport, type Namespace } from '../../../lab/src/index.ts';
import type { NetworkNamespace } from '../namespaceRows.ts';
import { Commands, type Companion } from '../testing/commands.ts';
import { vanishedCounts } from '../vanished.ts';
import { NamespaceDoor } from './NamespaceDoor.ts';
import { NamespaceLinks } from './NamespaceLinks.ts';
import { NamespaceReader } from './NamespaceReader.ts';
import { NamespaceSockDiag } from './NamespaceSockDiag.ts';
import { NamespaceTable } from './NamespaceTable.ts';

const INDEX = new URL('../index.ts', import.meta.url).href;
const PLENTY = 10_000;
const support = labSupport();
if (!support.ok) console.warn(`network namespaces are not read: ${support.reason}`);

const commands = new Commands({ spawn, spawnSync });
const door = new NamespaceDoor();
const reader = new NamespaceReader(door);
const diag = new NamespaceSockDiag(door);
const links = new NamespaceLinks(door);
afterAll(() => {
  diag.close();
  links.close();
  door.close();
});

/** Where this process is, by both of its links, and what it holds: files, and netlink sockets. Pipes to a test's children come and go. */
function standing() {
  const netlink = readFileSync('/proc/self/net/netlink', 'utf8');
  const held = readdirSync('/proc/self/fd').filter((fd) => {
    const link = linkOf(`/proc/self/fd/${fd}`);
    const socket = /^socket:\[(\d+)\]$/.exec(link)?.[1];
    return socket === undefined ? link.startsWith('/') || link.startsWith('net:') : netlink.includes(` ${socket} `);
  });
  const [process, thread] = ['/proc/self/ns/net', '/proc/thread-self/ns/net'].map(linkOf);
  return { process, thread, held: held.length };
}
/** Empty where it is gone. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

beforeEach((context) => {
  if (!support.ok) context.skip(support.reason);
  // The way home is opened once and kept.
  door.inside({ path: '/proc/thread-self/ns/net', inode: new NamespaceTable().own }, () => {});
  const before = standing();
  onTestFinished(() => expect(standing()).toEqual(before));
});

/** As a search just now finds it. */
function find(name: string): NetworkNamespace | undefined {
  const table = new NamespaceTable();
  table.search(PLENTY, 0);
  return table.namespaces.find((namespace) => namespace.name.startsWith(name));
}
function found(name: string): NetworkNamespace {
  const namespace = find(name);
  if (namespace === undefined) throw new Error(`${name} is not found`);
  return namespace;
}

const inside = ({ name }: Namespace) => ['ip', 'netns', 'exec', name];

test('counters and sockets are what nstat and ss say inside', async (context) => {
  await using namespace = await createNamespace();
  const output = (command: readonly string[], env?: Readonly<Record<string, string>>) =>
    commands.output(context, [...inside(namespace), ...command], env);
  const history = mkdtempSync(join(tmpdir(), 'netstrata-nstat-'));
  onTestFinished(() => rmSync(history, { recursive: true }));
  const server = commands.companion(inside(namespace));
  const client = commands.companion(inside(namespace));
  await client.ask('exchange 100000');
  const port = Number(await server.ask('listen 127.0.0.1 1'));
  server.kill('SIGSTOP');
  // A queue of 1 takes two connections; the third is refused as long as the server is stopped.
  await client.ask(`connect 127.0.0.1 ${port}`);
  await client.ask(`connect 127.0.0.1 ${port}`);
  void client.ask(`connect 127.0.0.1 ${port}`);
  const nstat = (): Record<string, number> =>
    JSON.parse(output(['nstat', '-asz', '--json'], { NSTAT_HISTORY: join(history, 'file') })).kernel;

  await vi.waitFor(() => {
    const before = nstat();
    const counters = reader.counters(found(namespace.name));
    // The third connection is tried again and again.
    expect(nstat()).toEqual(before);
    expect(counters).toMatchObject({
      outSegs: before['TcpOutSegs'],
      retransSegs: before['TcpRetransSegs'],
      listenOverflows: before['TcpExtListenOverflows'],
      listenDrops: before['TcpExtListenDrops'],
      udpRcvbufErrors: (before['UdpRcvbufErrors'] ?? 0) + (before['Udp6RcvbufErrors'] ?? 0),
      // Only loopback has moved.
      rxBytes: 0,
      txBytes: 0,
    });
    expect(before['TcpExtListenOverflows']).toBeGreaterThan(0);
    expect(counters.devices.find(({ device }) => device === 'lo')?.rxBytes).toBeGreaterThan(200_000);
  }, 60_000);

  const { tcp, udp, listeners, interrupted } = diag.read(found(namespace.name));
  const states = output(['ss', '-Htan'])
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/)[0]);
  const count = (state: string) => states.filter((word) => word === state).length;
  expect(tcp).toMatchObject({ established: count('ESTAB'), listen: count('LISTEN'), 'syn-sent': count('SYN-SENT') });
  expect(tcp['time-wait'] ?? 0).toBe(count('TIME-WAIT'));
  expect([udp, interrupted]).toEqual([0, false]);
  expect(listeners).toEqual([{ address: '127.0.0.1', port, waiting: 2, backlog: 1 }]);
  expect(reader.sockets(found(namespace.name))).toBeGreaterThanOrEqual(5);
});

test('what is named is found without a process, read by going there, and gone when it is deleted', async () => {
  await using namespace = await createNamespace();
  const blue = found(namespace.name);
  expect(blue).toMatchObject({ naming: 'named', mounts: [namespace.path], processes: 0, pids: [], program: undefined });
  expect(readlinkSync('/proc/self/ns/net')).not.toContain(String(blue.inode));
  expect(reader.counters(blue)).toMatchObject({ outSegs: 0, listenOverflows: 0, devices: [{ device: 'lo' }] });
  expect(diag.read(blue)).toMatchObject({ tcp: {}, udp: 0, unix: 0 });
  commands.run(['ip', 'netns', 'del', namespace.name]);
  const gone = expect.objectContaining({ code: 'vanished' });
  const { namespaces: before } = vanishedCounts();
  expect(() => reader.counters(blue)).toThrow(gone);
  expect(() => diag.read(blue)).toThrow(gone);
  expect(vanishedCounts().namespaces).toBe(before + 2);
  expect(find(namespace.name)).toBeUndefined();
});

test('the network of a program without a name is read through it, and dropped when it ends', async (context) => {
  commands.needNamespaces(context);
  const program = commands.companion(['unshare', '--net']);
  await program.ask('ready');
  const inode = Number(/\d+/.exec(readlinkSync(`/proc/${program.pid}/ns/net`))?.[0]);
  const table = new NamespaceTable();
  table.search(PLENTY, 0);
  const namespace = table.namespaces.find((each) => each.inode === inode);
  if (namespace === undefined) throw new Error('it is not found');
  expect(namespace).toMatchObject({ name: `node (${inode})`, naming: 'process', processes: 1, pids: [program.pid] });
  expect(reader.counters(namespace).devices.map(({ device }) => device)).toContain('lo');
  expect(diag.read(namespace)).toMatchObject({ tcp: {}, udp: 0 });
  await program.end();
  expect(() => reader.counters(namespace)).toThrow(expect.objectContaining({ code: 'vanished' }));
  expect(() => diag.read(namespace)).toThrow(expect.objectContaining({ code: 'vanished' }));
  table.search(PLENTY, 0);
  expect(table.namespaces.filter((each) => each.inode === inode)).toEqual([]);
});

test('one that is deleted while it is read is read to the end, and then lets go of its devices', async (context) => {
  await using here = await createNamespace();
  await using namespace = await createNamespace();
  const run = (words: string) => commands.output(context, words.split(' '));
  run(`ip -n ${here.name} link add veth0 type veth peer name veth1 netns ${namespace.name}`);
  const server: Companion = commands.companion(inside(namespace));
  await server.ask('listen 127.0.0.1 5');
  run(`ip -n ${namespace.name} link set veth1 mtu 1400`);
  const devices = (await links.read(found(namespace.name))).map(({ device, mtuBytes }) => [device, mtuBytes]);
  expect(devices).toContainEqual(['veth1', 1400]);
  let listed = 0;
  await server.end();
  const unlucky = found(namespace.name);
  diag.with(unlucky, (sockets) => {
    sockets.dump('tcp', 'both', () => {});
    run(`ip netns del ${namespace.name}`);
    sockets.dump('udp', 'both', () => listed++);
  });
  expect(listed).toBe(0);
  // The kernel takes a namespace apart a moment after the last one has let go; its end of the cable goes with it.
  await vi.waitFor(() => expect(run(`ip -n ${here.name} -br link`)).not.toContain('veth0'), 60_000);
});

test('forty at once are found, and reading them leaves nothing behind', (context) => {
  const names = Array.from({ length: 40 }, (_, n) => `netstrata-flood-${process.pid}-${n}`);
  const all = (verb: string) =>
    commands.output(context, ['sh', '-c', `for n in ${names.join(' ')}; do ip netns ${verb} $n; done`]);
  onTestFinished(() => void all('del'));
  all('add');
  const table = new NamespaceTable();
  table.search(PLENTY, 0);
  const flood = table.namespaces.filter(({ name }) => names.includes(name));
  expect(flood.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  const before = standing();
  for (const namespace of flood) {
    expect(reader.counters(namespace).outSegs).toBe(0);
    expect(diag.read(namespace).udp).toBe(0);
  }
  expect(standing()).toEqual(before);
});

test('from inside another one that of the machine is the host, whether process 1 may be looked at or not', async (context) => {
  const isFirst = readFileSync('/proc/2/comm', 'utf8') === 'kthreadd\n';
  if (!isFirst) context.skip('the first processes of the machine are not seen here');
  await using namespace = await createNamespace();
  const code = `import { NamespaceTable } from ${JSON.stringify(INDEX)};
    import { statSync } from 'node:fs';
    const { ino } = statSync('/proc/2/ns/net');
    const table = new NamespaceTable();
    table.search(${PLENTY}, 0);
    const { name, naming } = table.namespaces.find(({ inode }) => inode === ino);
    console.log(JSON.stringify([name, naming]));`;
  const seen = commands.output(context, [...inside(namespace), process.execPath, '--input-type=module', '-e', code]);
  expect(JSON.parse(seen)).toEqual(['host', 'host']);
});

/** Runs a module as nobody, who may do nothing. Skips the test where that cannot be. */
function asNobody(context: TestContext, code: string): unknown {
  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const { error, status, stdout, stderr } = commands.run([
    ...nobody,
    process.execPath,
    '--input-type=module',
    '-e',
    code,
  ]);
  if (error !== undefined) context.skip('setpriv is not installed');
  if (/EACCES|Permission denied/.test(stderr)) context.skip('another user cannot read this checkout');
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

test('without privileges names are found, and what is missing is said', async (context) => {
  await using namespace = await createNamespace();
  const seen = asNobody(
    context,
    `import { missingPrivileges, NamespaceDoor, NamespaceReader, NamespaceSockDiag, NamespaceTable } from ${JSON.stringify(INDEX)};
     import { readlinkSync } from 'node:fs';
     const table = new NamespaceTable();
     table.search(${PLENTY}, 0);
     const namespace = table.namespaces.find(({ name }) => name === ${JSON.stringify(namespace.name)});
     const door = new NamespaceDoor();
     const failure = (read) => { try { read(); } catch (error) { return [error.code, error.detail]; } };
     console.log(JSON.stringify({
       naming: namespace.naming,
       hidden: table.unreadableProcesses > 0,
       counters: failure(() => new NamespaceReader(door).counters(namespace)),
       sockets: failure(() => new NamespaceSockDiag(door).read(namespace)),
       own: readlinkSync('/proc/self/ns/net'),
       missing: missingPrivileges().map(({ what }) => what),
     }));`,
  );
  const lacking = ['permission', 'CAP_SYS_ADMIN is missing'];
  expect(seen).toMatchObject({
    naming: 'named',
    hidden: true,
    counters: lacking,
    sockets: lacking,
    own: readlinkSync('/proc/self/ns/net'),
    missing: expect.arrayContaining(['The network namespaces of containers']),
  });
});

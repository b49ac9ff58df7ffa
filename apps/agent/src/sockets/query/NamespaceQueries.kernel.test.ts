import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import {
  CgroupPaths,
  InterfaceNames,
  NamespaceDoor,
  NamespaceSockDiag,
  NamespaceTable,
  ProcessTable,
  type SockDiag,
  UserNames,
} from '@netstrata/kernel';
import type { SocketsAnswer } from '@netstrata/protocol';
import { socketsReply, validate } from '@netstrata/protocol/schemas';
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createNamespace, labSupport } from '../../../../../packages/lab/src/index.ts';
import { systemClock } from '../../clock/Clock.ts';
import { SocketNamer } from '../SocketNamer.ts';
import { NamespaceQueries, type NamespaceQueriesParts } from './NamespaceQueries.ts';
import { parseQuery } from './parseQuery.ts';

const support = labSupport();
if (!support.ok) console.warn(`sockets of other namespaces are not queried: ${support.reason}`);
beforeEach((context) => {
  if (!support.ok) context.skip(support.reason);
});

const door = new NamespaceDoor();
const real = new NamespaceSockDiag(door);
afterAll(() => {
  real.close();
  door.close();
});

function queriesOf(dumps: NamespaceQueriesParts['dumps'] = real) {
  const table = new NamespaceTable();
  const namer = new SocketNamer({
    users: new UserNames(),
    interfaces: new InterfaceNames(),
    cgroups: new CgroupPaths(),
  });
  const parts = { table, dumps, namer, owners: new ProcessTable(), clock: systemClock };
  // What a list costs on a busy machine would decide how soon the next is made; NamespaceQueries.test.ts proves that.
  const queries = new NamespaceQueries({ ...parts, now: () => 0 });
  onTestFinished(() => queries.stop());
  return async (filter: string): Promise<SocketsAnswer> => {
    const plan = parseQuery({ sort: 'fill', filter, limit: 1000 });
    const answer = await queries.query({ ...plan, netns: plan.filter.netns ?? '' });
    validate(socketsReply, JSON.parse(JSON.stringify({ ok: true, ...answer })), 'sockets:query');
    return answer;
  };
}

const LISTENERS = `const servers = [];
const next = () => {
  if (servers.length === 300) { process.stdout.write(servers.map((server) => server.address().port).join(' ')); return; }
  servers.push(require('node:net').createServer().listen(0, '127.0.0.1', next));
};
require('node:net').createServer().listen('\\0doomed-' + process.pid, next);`;

/** A namespace that a test may remove itself, with a program that listens at many ports. */
async function doomed() {
  const name = `netstrata-doomed-${process.pid}-${Date.now()}`;
  const ip = (...args: string[]) => spawnSync('ip', args, { encoding: 'utf8' });
  ip('netns', 'add', name);
  ip('-n', name, 'link', 'set', 'lo', 'up');
  const inode = statSync(`/run/netns/${name}`).ino;
  const child = spawn('ip', ['netns', 'exec', name, process.execPath, '-e', LISTENERS], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const remove = () => {
    child.kill('SIGKILL');
    return ip('netns', 'del', name).status;
  };
  onTestFinished(() => void remove());
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const ports = line.toString().split(' ').map(Number);
  return { name, inode, pid: child.pid ?? 0, ports, remove };
}

/** Where this process is, and what it holds of other namespaces. */
function standing() {
  const netlink = readFileSync('/proc/self/net/netlink', 'utf8').split('\n').length;
  const held = readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith('net:');
    } catch {
      return false;
    }
  });
  return { here: readlinkSync('/proc/thread-self/ns/net'), netlink, held: held.length };
}

test('sockets of a namespace are listed by its name and by its number, with the programs that hold them', async () => {
  const { inode, name, pid, ports } = await doomed();
  const ask = queriesOf();
  // The way home is opened once and kept.
  await ask(`netns:${name}`);
  const before = standing();
  const listed = await ask(`netns:${name} state:listen protocol:tcp process:node`);
  expect(listed).toMatchObject({ netns: name, matched: 300 });
  expect(new Set(listed.sockets.map(({ localPort }) => localPort))).toEqual(new Set(ports));
  const [port] = ports;
  const one = await ask(`netns:${inode} port:${port}`);
  expect(one.names?.users).toEqual({ 0: 'root' });
  expect(one.sockets).toMatchObject([{ local: '127.0.0.1', localPort: port, pid, process: 'node', state: 'listen' }]);
  expect((await ask(`netns:${name} protocol:unix`)).sockets).toMatchObject([{ local: `@doomed-${pid}`, pid }]);
  expect(standing()).toEqual(before);
});

test('a namespace that dies while it is listed is listed to its end, and then it is gone', async () => {
  await using witness = await createNamespace();
  const { inode, name, ports, remove } = await doomed();
  // When a namespace goes, so does the other end of its cable.
  await witness.exec('ip', ['link', 'add', 'w0', 'type', 'veth', 'peer', 'name', 'd0', 'netns', name]);
  let isAlive = true;
  const die = () => {
    if (isAlive) expect(remove()).toBe(0);
    isAlive = false;
  };
  const deadly = (diag: SockDiag) =>
    new Proxy(diag, {
      get: (target, property) => {
        if (property !== 'dump') return (target[property as keyof SockDiag] as () => unknown).bind(target);
        const dump: SockDiag['dump'] = (protocol, family, visit) =>
          target.dump(protocol, family, (cursor) => {
            die();
            visit(cursor);
          });
        return dump;
      },
    });
  const ask = queriesOf({ with: (namespace, dump) => real.with(namespace, (diag) => dump(deadly(diag))) });
  const answer = await ask(`netns:${name} state:listen protocol:tcp`);
  expect(isAlive).toBe(false);
  // Those of the first message were there when it died, the rest may be closed by the time they would be listed.
  expect(answer.matched).toBeGreaterThan(0);
  for (const { localPort } of answer.sockets) expect(ports).toContain(localPort);
  await expect
    .poll(async () => (await witness.exec('ip', ['-o', 'link'])).stdout, { timeout: 60_000 })
    .not.toContain('w0');
  for (const word of [name, inode]) {
    await expect(queriesOf()(`netns:${word}`)).rejects.toThrow(
      expect.objectContaining({ code: 'not-found', message: expect.stringContaining('is no network namespace') }),
    );
  }
});

test('a namespace that dies between the question and its turn is said to be gone, with the names of those there are', async () => {
  await using other = await createNamespace();
  const { name, remove } = await doomed();
  const answer = queriesOf()(`netns:${name}`);
  expect(remove()).toBe(0);
  await expect(answer).rejects.toThrow(
    expect.objectContaining({ code: 'not-found', message: expect.stringMatching(`is gone: .*"${other.name}"`) }),
  );
});

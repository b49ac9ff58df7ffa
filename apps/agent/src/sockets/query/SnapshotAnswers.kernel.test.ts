import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { ProcessTable, SockDiag } from '@netstrata/kernel';
import type { OtherSocketRow, SocketRow } from '@netstrata/metrics';
import { socketsReply, validate } from '@netstrata/protocol/schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SocketDumper } from '../SocketDumper.ts';
import { AskedOwners } from './AskedOwners.ts';
import { KeptOrders } from './KeptOrders.ts';
import { parseQuery } from './parseQuery.ts';
import { SnapshotAnswers } from './SnapshotAnswers.ts';
import { SocketSnapshot } from './SocketSnapshot.ts';

const CONNECTIONS = 20;
const UNREAD_BYTES = 5000;
const clients: Socket[] = [];
const others: Socket[] = [];
const accepted: Socket[] = [];
const server = createServer({ pauseOnConnect: true }, (peer) => {
  // One of them is reset.
  accepted.push(peer.on('error', () => {}));
});
/** Ends one connection itself, whose port then waits, and keeps another. */
const ending = createServer((peer) => peer.once('data', () => peer.destroy()));
const diag = SockDiag.open();
const endingPort = () => (ending.address() as { port: number }).port;
let port = 0;
let answers: SnapshotAnswers;
let timeMs = 1_800_000_000_000;
let dump: () => number;

beforeAll(async () => {
  await once(ending.listen(0, '127.0.0.1'), 'listening');
  for (const isEnded of [true, false]) {
    const client = createConnection(endingPort(), '127.0.0.1');
    await once(client, 'connect');
    if (isEnded) await Promise.all([once(client.resume(), 'close'), client.write('end')]);
    else others.push(client);
  }
  await once(server.listen(0, '127.0.0.1'), 'listening');
  port = (server.address() as { port: number }).port;
  for (let n = 0; n < CONNECTIONS; n++) {
    const client = createConnection(port, '127.0.0.1');
    await once(client, 'connect');
    clients.push(client);
  }
  await new Promise((done) => clients[7]?.write(Buffer.alloc(UNREAD_BYTES), done));
  const owners = new ProcessTable();
  const snapshot = new SocketSnapshot();
  const nobody = () => undefined;
  const namer = {
    namesOf: () => ({ users: {}, interfaces: {}, cgroups: {} }),
    userOf: (uid: number) => (uid === process.getuid?.() ? 'tester' : undefined),
    interfaceOf: nobody,
    cgroupOf: nobody,
  };
  const orders = new KeptOrders();
  answers = new SnapshotAnswers({ snapshot, owners, asked: new AskedOwners(owners), namer, orders, where: 'here' });
  const dumper = new SocketDumper(diag, owners);
  dump = () => {
    timeMs += 1000;
    dumper.dump({ timeMs, monoMs: timeMs, watched: false, observers: [snapshot] });
    return timeMs;
  };
  dump();
});

afterAll(() => {
  for (const client of [...clients, ...others]) client.destroy();
  server.close();
  ending.close();
  diag.close();
});

const ask = (filter: string, more: object = {}) => {
  const answer = answers.answer(parseQuery({ sort: 'fill', filter, limit: 1000, ...more }), { timeMs, monoMs: timeMs });
  const sent = { ok: true, timeMs, total: 1, ...answer };
  validate(socketsReply, JSON.parse(JSON.stringify(sent)), 'sockets:query');
  return answer;
};
const portsOf = (rows: readonly (SocketRow | OtherSocketRow)[]) => rows.map(({ localPort }) => localPort);
const localPorts = () => clients.map(({ localPort }) => localPort ?? 0);

describe('a snapshot', () => {
  it.each([
    ['state:established dport:PORT', CONNECTIONS],
    ['sport:PORT -state:listen', CONNECTIONS],
    ['port:PORT', 2 * CONNECTIONS + 1],
    ['port:PORT peer:127.0.0.0/8 local:127.0.0.1 recvq>=5000', 1],
    ['port:PORT peer:10.0.0.0/8', 0],
    ['dport:PORT pid:PID proc:-', 0],
    ['dport:PORT pid:PID user:tester', CONNECTIONS],
    ['dport:PORT proto:udp', 0],
    ['state:listen sport:PORT sendq>0', 1],
    ['127.0.0.1:PORT established', 2 * CONNECTIONS],
    ['dport:PORT rcv>80%', 0],
  ])('answers %s with %i sockets', (filter, count) => {
    const asked = filter.replaceAll('PORT', String(port)).replaceAll('PID', String(process.pid));
    expect(ask(asked).matched).toBe(count);
  });

  it('puts them in order, and cuts any window out of it', () => {
    const filter = `dport:${port}`;
    const sorted = localPorts().toSorted((a, b) => a - b);
    expect(portsOf(ask(filter, { sort: '+localPort' }).sockets)).toEqual(sorted);
    expect(portsOf(ask(filter, { sort: '+local', offset: 5, limit: 3 }).sockets)).toEqual(sorted.slice(5, 8));
    expect(portsOf(ask(filter, { sort: 'localPort', offset: 18, limit: 3 }).sockets)).toEqual([sorted[1], sorted[0]]);
    expect(ask(filter, { offset: 500 })).toMatchObject({ matched: CONNECTIONS, sockets: [] });
    // Equal ones in the order in which they were made.
    expect(portsOf(ask(filter, { sort: 'remotePort' }).sockets)).toEqual(localPorts());
    const [first] = ask(`sport:${port} state:established`, { sort: 'recvQ' }).sockets;
    expect(first).toMatchObject({ remotePort: clients[7]?.localPort, recvQ: UNREAD_BYTES, pid: process.pid });
  });

  it('puts what only waits to be forgotten behind others that hold as little', () => {
    const states = ask(`port:${endingPort()}`).sockets.map(({ state }) => state);
    expect(states.toSorted()).toEqual(['established', 'established', 'listen', 'time-wait']);
    expect(states.at(-1)).toBe('time-wait');
  });

  it('sums them by what they have in common, each group with the words that find it', () => {
    const filter = `sport:${port}`;
    const { groups, groupTotal, matched } = ask(filter, { group: 'state', sort: 'sockets' });
    expect(groups).toMatchObject([
      { key: 'established', filter: 'state:established', sockets: CONNECTIONS, recvQ: UNREAD_BYTES, sendQ: 0 },
      { key: 'listen', filter: 'state:listen', sockets: 1, recvQ: 0, sendQ: 0 },
    ]);
    expect({ groupTotal, matched }).toEqual({ groupTotal: 2, matched: CONNECTIONS + 1 });
    for (const group of [
      'process',
      'port',
      'peerPort',
      'peer',
      'user',
      'protocol',
      'limit',
      'congestion',
      'device',
      'cgroup',
    ]) {
      const found = ask(filter, { group, sort: 'sockets' }).groups ?? [];
      expect(found.length).toBeGreaterThan(0);
      for (const { filter: word, sockets } of found) {
        // What has no control group is found as such.
        if (group !== 'cgroup') expect([group, word, ask(`${filter} ${word}`).matched]).toEqual([group, word, sockets]);
      }
    }
  });
});

describe('a list that is held in the order of an answer before', () => {
  it('keeps every socket in its place while values go on, says which are gone, and counts those that came', async () => {
    const filter = `dport:${port} state:established`;
    const before = portsOf(ask(filter, { sort: 'recvQ' }).sockets);
    const inOrderOf = timeMs;
    // One holds most now, one is gone, one has come.
    await new Promise((done) => clients[3]?.write(Buffer.alloc(2 * UNREAD_BYTES), done));
    const [gone] = clients.splice(9, 1);
    const gonePort = gone?.localPort ?? 0;
    await Promise.all([once(gone as Socket, 'close'), gone?.resetAndDestroy()]);
    const come = createConnection(port, '127.0.0.1');
    await once(come, 'connect');
    clients.push(come);
    dump();
    const more = { sort: 'recvQ', inOrderOf };
    const held = ask(filter, more);
    const place = before.indexOf(gonePort);
    expect(held.held).toEqual({ timeMs: inOrderOf, length: CONNECTIONS, added: 1, gone: 1, places: [place] });
    expect(held.matched).toBe(CONNECTIONS);
    expect(portsOf(held.sockets)).toEqual(before.filter((each) => each !== gonePort));
    // Any window of it.
    const window = ask(filter, { ...more, offset: place, limit: 3 });
    expect(window.held?.places).toEqual([place]);
    expect(portsOf(window.sockets)).toEqual(before.slice(place + 1, place + 3));
    const full = ask(`sport:${port} state:established`, { sort: 'recvQ' }).sockets[0];
    expect(full).toMatchObject({ remotePort: clients[3]?.localPort, recvQ: 2 * UNREAD_BYTES });
  });

  it('keeps a socket that matches no more, with what it holds now', async () => {
    const filter = `sport:${port} state:established recvq>=${UNREAD_BYTES}`;
    dump();
    const inOrderOf = timeMs;
    const { sockets } = ask(filter);
    expect(sockets).toHaveLength(2);
    for (const peer of accepted) peer.resume();
    const matched = () => {
      dump();
      return ask(filter).matched;
    };
    await expect.poll(matched).toBe(0);
    const held = ask(filter, { inOrderOf });
    expect(held).toMatchObject({ matched: 0, held: { length: 2, added: 0, gone: 0, places: [] } });
    expect(portsOf(held.sockets)).toEqual(portsOf(sockets));
    expect(held.sockets.map(({ recvQ }) => recvQ)).toEqual([0, 0]);
  });

  it('holds groups as well', () => {
    const filter = `port:${port}`;
    dump();
    const inOrderOf = timeMs;
    const more = { group: 'state', sort: '+sockets' };
    const before = ask(filter, more).groups?.map(({ key }) => key);
    expect(before).toEqual(['listen', 'established']);
    dump();
    expect(ask(filter, { ...more, inOrderOf })).toMatchObject({
      groupTotal: 2,
      groups: [{ key: 'listen' }, { key: 'established' }],
      held: { length: 2, added: 0, gone: 0, places: [] },
    });
  });

  it('is in a new order where the one before is known no more', () => {
    dump();
    expect(ask(`dport:${port}`, { inOrderOf: 1_700_000_000_000 }).held).toBeUndefined();
  });
});

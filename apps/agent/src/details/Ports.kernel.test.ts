import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { ProcessTable, SockDiag, SysctlReader } from '@netstrata/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AskedOwners } from '../sockets/query/AskedOwners.ts';
import { lookWith } from '../testing/lookWith.ts';
import { Ports } from './Ports.ts';

const diag = SockDiag.open();
const sysctls = new SysctlReader();
const owners = new ProcessTable();
const ports = new Ports({
  sockets: lookWith(diag),
  owners,
  asked: new AskedOwners(owners),
  readSysctl: (name) => sysctls.read(name),
  wallMs: () => 1_800_000_000_000,
  monoMs: () => 0,
});
/** Loopback addresses of this test's own: no other connection goes there. */
const HERE = '127.77.1.1';
const FROM = '127.77.1.2';
const CONNECTIONS = 12;

let server: Server;
const accepted: Socket[] = [];
const opened: Socket[] = [];
const portOf = (): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};
beforeAll(async () => {
  server = createServer((socket) => accepted.push(socket.resume()));
  server.listen(0, HERE);
  await once(server, 'listening');
  for (let n = 0; n < CONNECTIONS; n++) {
    const socket = connect({ host: HERE, port: portOf(), localAddress: FROM });
    opened.push(socket.resume());
    await once(socket, 'connect');
  }
});
afterAll(() => {
  for (const socket of [...opened, ...accepted]) socket.destroy();
  server.close();
  diag.close();
  sysctls.close();
});

test('the ports towards a destination are counted, and not those of the end that accepted', async () => {
  const report = await ports.read();
  const [first, last] = sysctls.read('net.ipv4.ip_local_port_range').split(/\s+/).map(Number);
  expect(report).toMatchObject({ timeMs: 1_800_000_000_000, range: [first, last] });
  // A row of the accepting end would lead to where the connections left from.
  const mine = report.rows.filter(({ remote }) => [HERE, FROM].includes(remote));
  expect(mine).toEqual([
    {
      protocol: 'tcp',
      local: FROM,
      remote: HERE,
      remotePort: portOf(),
      ports: CONNECTIONS,
      timeWait: 0,
      pid: process.pid,
      process: expect.any(String),
    },
  ]);
});

test('a port in TIME-WAIT stays taken', async () => {
  const closing = opened.splice(0, 3);
  const closed = closing.map((socket) => once(socket, 'close'));
  for (const socket of closing) socket.end();
  await Promise.all(closed);
  const mine = (await ports.read()).rows.find(({ remotePort }) => remotePort === portOf());
  expect(mine).toMatchObject({ ports: CONNECTIONS, timeWait: 3 });
});

test('only ports of the range count, reserved ones are told, and a range that is none fails', async () => {
  const report = (range: string, reserved: string) =>
    new Ports({
      sockets: lookWith(diag),
      owners,
      asked: new AskedOwners(owners),
      readSysctl: (name) => (name.endsWith('range') ? range : reserved),
      wallMs: () => 0,
      monoMs: () => 0,
    }).read();
  expect((await report('1 2', '')).rows.filter(({ remote }) => remote === HERE)).toEqual([]);
  expect((await report('1000 2000', '10-1004,1500,1999-3000,7000')).reserved).toBe(8);
  expect((await report('1000 2000', 'nonsense')).reserved).toBe(0);
  await expect(report('1000', '')).rejects.toThrow('is not two ports: 1000');
});

import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { beforeEach, expect, type TestContext, test } from 'vitest';
import { SockDiag } from '../netlink/SockDiag.ts';
import { toInetSocket } from '../netlink/toInetSocket.ts';
import { descriptorOf } from '../processes/descriptorOf.ts';
import { parseSocketLink } from '../processes/procPid.ts';
import { Commands, type Companion } from '../testing/commands.ts';
import { readSocketOptions } from './readSocketOptions.ts';

const commands = new Commands({ spawn, spawnSync });
const [SOCKET, TCP, IP] = [1, 6, 0];
let holder: Companion;
beforeEach(() => {
  holder = commands.companion();
});

/** A connected socket of the other process, with the options set. */
async function optioned(...options: string[]) {
  const port = await holder.ask('listen 127.0.0.1 5');
  const fd = Number(await holder.ask(['optioned', port, ...options].join(' ')));
  const inode = parseSocketLink(readlinkSync(`/proc/${holder.pid}/fd/${fd}`)) ?? 0;
  const diag = SockDiag.open();
  let cookie: string | undefined;
  diag.dump('tcp', 'both', (cursor) => {
    if (cursor.inode === inode) cookie = toInetSocket(cursor, 'tcp').cookie;
  });
  diag.close();
  expect(cookie).toBeDefined();
  return { pid: holder.pid, fd, inode, cookie };
}

function needsBorrowing(context: TestContext): void {
  if (process.getuid?.() !== 0) context.skip('only root may borrow the descriptors of any process');
}
const descriptors = () => readdirSync('/proc/self/fd').length;

test('gives what another process has set, each in its own unit, and what nobody has set as it is', async (context) => {
  needsBorrowing(context);
  const set = [
    [SOCKET, 8, 20_000],
    [SOCKET, 7, 30_000],
    [SOCKET, 9, 1],
    [SOCKET, 2, 1],
    [SOCKET, 15, 1],
    [SOCKET, 13, 1, 5],
    [SOCKET, 36, 66],
    [SOCKET, 47, 1_000_000],
    [TCP, 1, 1],
    [TCP, 3, 1],
    [TCP, 4, 77],
    [TCP, 5, 7],
    [TCP, 6, 3],
    [TCP, 18, 4321],
    [TCP, 25, 16_384],
    [IP, 1, 0x10],
    [IP, 10, 2],
    [IP, 2, 33],
  ].map(String);
  const socket = await optioned(...set);
  const before = descriptors();
  expect(readSocketOptions(socket)).toMatchObject({
    SO_RCVBUF: 40_000,
    SO_SNDBUF: 60_000,
    SO_BUF_LOCK: 3,
    SO_KEEPALIVE: true,
    SO_REUSEADDR: true,
    SO_REUSEPORT: true,
    SO_LINGER: 5,
    SO_MARK: 66,
    SO_MAX_PACING_RATE: 1_000_000,
    SO_BUSY_POLL: 0,
    SO_RCVTIMEO: 0,
    TCP_NODELAY: true,
    TCP_CORK: true,
    TCP_KEEPIDLE: 77,
    TCP_KEEPINTVL: 7,
    TCP_KEEPCNT: 3,
    TCP_USER_TIMEOUT: 4321,
    TCP_NOTSENT_LOWAT: 16_384,
    TCP_FASTOPEN: 0,
    TCP_DEFER_ACCEPT: 0,
    TCP_CONGESTION: expect.stringMatching(/^[a-z]+$/),
    IP_TOS: 0x10,
    IP_MTU_DISCOVER: 2,
    IP_TTL: 33,
  });
  expect(readSocketOptions(socket)).not.toHaveProperty('IPV6_V6ONLY');
  expect(readSocketOptions(socket)).not.toHaveProperty('UDP_SEGMENT');
  expect(descriptors()).toBe(before);
  expect(descriptorOf(socket.inode, socket.pid)).toBe(String(socket.fd));

  const untouched = await optioned();
  expect(readSocketOptions(untouched)).toMatchObject({
    SO_BUF_LOCK: 0,
    SO_LINGER: false,
    SO_MAX_PACING_RATE: false,
    SO_KEEPALIVE: false,
    TCP_NODELAY: false,
    TCP_ULP: '',
  });
});

test('believes nothing of a descriptor that is another file, or none, and gives it back', async (context) => {
  needsBorrowing(context);
  const socket = await optioned();
  const other = await optioned();
  const before = descriptors();
  const wrong = [
    { ...socket, fd: other.fd },
    { ...socket, fd: 0 },
    { ...socket, fd: 100_000 },
    { ...socket, cookie: other.cookie },
    { ...socket, inode: other.inode },
  ];
  for (const one of wrong) expect(() => readSocketOptions(one)).toThrow(expect.objectContaining({ code: 'vanished' }));
  expect(descriptors()).toBe(before);
  await holder.end();
  expect(() => readSocketOptions(socket)).toThrow(expect.objectContaining({ code: 'vanished' }));
  expect(descriptorOf(socket.inode, socket.pid)).toBeUndefined();
});

test('without CAP_SYS_PTRACE the kernel lends nothing', async (context) => {
  needsBorrowing(context);
  const socket = await optioned();
  const module = new URL('./readSocketOptions.ts', import.meta.url).href;
  const code = `import { readSocketOptions } from ${JSON.stringify(module)};
    try { readSocketOptions(${JSON.stringify(socket)}); console.log('read'); } catch (error) { console.log(error.code); }`;
  const user = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const { error, stdout, stderr } = commands.run([...user, process.execPath, '--input-type=module', '-e', code]);
  if (error !== undefined) context.skip('setpriv is not installed');
  if (/EACCES|Permission denied/.test(stderr)) context.skip('another user cannot read this checkout');
  expect(stdout.trim()).toBe('permission');
});

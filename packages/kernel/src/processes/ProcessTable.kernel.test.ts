import { spawn, spawnSync } from 'node:child_process';
import { expect, type TestContext, test } from 'vitest';
import { missingPrivileges } from '../machine/missingPrivileges.ts';
import { SockDiag } from '../netlink/SockDiag.ts';
import { Commands } from '../testing/commands.ts';
import { TRACE_REFUSALS } from '../tracefs/traceRefusals.ts';
import { ProcessTable } from './ProcessTable.ts';

const commands = new Commands({ spawn, spawnSync });
const INDEX = new URL('../index.ts', import.meta.url).href;
const PLENTY = 10_000;

function inodeOf(port: number): number {
  const diag = SockDiag.open();
  let inode = 0;
  diag.dump('tcp', 'both', (cursor) => {
    if (cursor.localPort === port) inode = cursor.inode;
  });
  diag.close();
  return inode;
}

test('names the process that listens, and forgets it when it has ended', async () => {
  const server = commands.companion();
  const inode = inodeOf(Number(await server.ask('listen 127.0.0.1 5')));
  expect(inode).toBeGreaterThan(0);
  let now = 0;
  const table = new ProcessTable({ now: () => now });
  expect(table.search(new Set([inode]), PLENTY)).toMatchObject({ complete: true, unresolved: 0 });
  expect(table.ownerOf(inode)).toMatchObject({ pid: server.pid, name: 'node' });

  await server.end();
  now = 6000;
  expect(table.search(new Set([inode]), PLENTY)).toMatchObject({ complete: true, unresolved: 1 });
  expect(table.ownerOf(inode)).toBeUndefined();
});

/** Runs a module as nobody, who may do nothing. Skips the test where that cannot be. */
function asNobody(context: TestContext, code: string): unknown {
  if (process.getuid?.() !== 0) context.skip('only root can run a process as another user');
  const args = [
    '--reuid=65534',
    '--regid=65534',
    '--clear-groups',
    process.execPath,
    '--input-type=module',
    '-e',
    code,
  ];
  const { error, status, stdout, stderr } = spawnSync('setpriv', args, { encoding: 'utf8', cwd: '/' });
  if (error !== undefined) context.skip('setpriv is not installed');
  if (/EACCES|Permission denied/.test(stderr)) context.skip('another user cannot read this checkout');
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

test('without privileges, says what is missing and counts the processes it could not read', async (context) => {
  const server = commands.companion();
  const port = Number(await server.ask('listen 127.0.0.1 5'));
  const seen = asNobody(
    context,
    `import { missingPrivileges, ProcessTable, readSysctl, SockDiag } from ${JSON.stringify(INDEX)};
     let inode = 0;
     SockDiag.open().dump('tcp', 'both', (cursor) => { if (cursor.localPort === ${port}) inode = cursor.inode; });
     const table = new ProcessTable();
     const search = table.search(new Set([inode]), ${PLENTY});
     console.log(JSON.stringify({
       inode, search, owner: table.ownerOf(inode) ?? null, missing: missingPrivileges().map(({ what }) => what),
       sysctl: await readSysctl('net.core.somaxconn'),
       secret: await readSysctl('net.ipv4.tcp_fastopen_key').catch((error) => error.code),
     }));`,
  );
  expect(seen).toMatchObject({
    inode: inodeOf(port),
    search: { complete: true, unresolved: 1, unreadableProcesses: expect.any(Number) },
    owner: null,
    missing: expect.arrayContaining(["The process behind another user's socket"]),
    sysctl: expect.stringMatching(/^\d+$/),
    secret: 'permission',
  });
  expect((seen as { search: { unreadableProcesses: number } }).search.unreadableProcesses).toBeGreaterThan(0);
});

test('root of the machine misses nothing', (context) => {
  if (process.getuid?.() !== 0) context.skip('needs root');
  if (missingPrivileges().some(({ what }) => /container|namespace/.test(what))) context.skip('needs the host itself');
  // To mount tracefs is not the agent's to do, root or not.
  const unmounted = TRACE_REFUSALS['not-found'].capability;
  expect(missingPrivileges().filter(({ capability }) => capability !== unmounted)).toEqual([]);
});

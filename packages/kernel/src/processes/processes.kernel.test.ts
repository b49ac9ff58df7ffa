import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, type TestContext, test } from 'vitest';
import type { ProcessDetails } from '../processRows.ts';
import { Commands } from '../testing/commands.ts';
import { OpenFilesScan } from './OpenFilesScan.ts';
import { ProcessCensus } from './ProcessCensus.ts';
import { listPids } from './procPid.ts';
import { readProcessDetails } from './readProcessDetails.ts';
import { ScriptNames } from './ScriptNames.ts';
import { UserNames } from './userNames.ts';

const commands = new Commands({ spawn, spawnSync });
const INDEX = new URL('../index.ts', import.meta.url).href;
const never = () => false;

/** A child that ends with the test. */
function run(command: string, ...args: string[]): ChildProcess & { readonly pid: number } {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  if (child.pid === undefined) throw new Error(`${command} did not start`);
  return child as ChildProcess & { readonly pid: number };
}

/** A pipe with a name that somebody holds open for writing. */
function fifo(): string {
  const folder = mkdtempSync(join(tmpdir(), 'netstrata-fifo-'));
  const path = join(folder, 'pipe');
  spawnSync('mkfifo', [path]);
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  onTestFinished(() => {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });
  return path;
}

function details(pid: number): ProcessDetails {
  const found = readProcessDetails(pid, { mostThreads: 64 });
  if (found === undefined) throw new Error(`process ${pid} is gone`);
  return found;
}

function openFiles(pid: number) {
  const scan = new OpenFilesScan();
  const rows: unknown[] = [];
  scan.begin([pid]);
  scan.advance((row) => rows.push(row), never);
  return rows;
}

test('descriptors, limit, threads, user, parent and group are those of the process', async () => {
  const shell = run('sh', '-c', 'ulimit -n 64; exec 3</dev/null 4</dev/null 5</dev/null; echo ready; exec cat');
  await once(shell.stdout ?? shell, 'data');
  // Reads its first byte once its libraries are loaded and their files closed.
  await expect.poll(() => details(shell.pid)).toMatchObject({ name: 'cat', waits: { counts: { receive: 1 } } });
  const descriptors = readdirSync(`/proc/${shell.pid}/fd`);
  expect(descriptors).toEqual(expect.arrayContaining(['0', '1', '2', '3', '4', '5']));
  expect(openFiles(shell.pid)).toEqual([{ pid: shell.pid, openFiles: descriptors.length, limit: 64 }]);
  const users = new UserNames();
  users.refresh();
  const cat = details(shell.pid);
  expect(cat).toMatchObject({
    parentPid: process.pid,
    threads: 1,
    openFilesLimit: 64,
    effectiveUid: process.getuid?.(),
  });
  const [user, threads] = spawnSync('ps', ['-o', 'euser=,nlwp=', '-p', String(shell.pid)], { encoding: 'utf8' })
    .stdout.trim()
    .split(/\s+/);
  expect([users.nameOf(cat.effectiveUid ?? -1), String(cat.threads)]).toEqual([user, threads]);
  expect(cat.place).toEqual(details(process.pid).place);

  const node = commands.companion();
  await node.ask('ready');
  expect(details(node.pid).threads).toBe(readdirSync(`/proc/${node.pid}/task`).length);
  expect(readFileSync(`/proc/${node.pid}/status`, 'utf8')).toContain(`Threads:\t${details(node.pid).threads}\n`);
});

test('the script that Node runs is told, and none of its other arguments', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'netstrata-script-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'api.js');
  writeFileSync(path, "process.stdin.resume(); process.stdout.write('ready');");
  const api = run(process.execPath, '--no-warnings', path, '--password', 'secret.js');
  await once(api.stdout ?? api, 'data');
  const names = new ScriptNames();
  const [node, shell] = [
    { pid: api.pid, name: 'node' },
    { pid: run('cat').pid, name: 'cat' },
  ];
  await names.learn([node, shell]);
  expect([names.of(node), names.of(shell)]).toEqual([path, undefined]);
});

test('what a process waits in: epoll, a pipe, a clock, an accept(), a recv() on a socket', async (context) => {
  const node = commands.companion();
  await node.ask('ready');
  await expect.poll(() => details(node.pid).waits.counts.epoll).toBeGreaterThanOrEqual(1);
  const census = new ProcessCensus('/proc', [node.pid]);
  census.advance(never);
  expect(census.processes.get(node.pid)?.epolls).toBeGreaterThanOrEqual(1);
  // What Node gives its children as standard input is a Unix socket.
  const onSocket = run('cat');
  await expect.poll(() => details(onSocket.pid).waits.counts).toEqual({ receive: 1 });
  const onPipe = run('cat', fifo());
  await expect.poll(() => details(onPipe.pid).waits.counts).toEqual({ read: 1 });
  const sleeper = run('sleep', '60');
  await expect.poll(() => details(sleeper.pid).waits).toEqual({ looked: 1, counts: { sleep: 1 } });

  if (spawnSync('perl', ['-e', '1']).error !== undefined) context.skip('perl is not installed');
  const server = run('perl', '-MIO::Socket::INET', '-e', SERVER);
  const [line] = (await once(server.stdout ?? server, 'data')) as [Buffer];
  await expect.poll(() => details(server.pid).waits.counts).toEqual({ accept: 1 });
  const client = commands.companion();
  await client.ask(`connect 127.0.0.1 ${line.toString().trim()}`);
  await expect.poll(() => details(server.pid).waits.counts).toEqual({ receive: 1 });
});
const SERVER = `$| = 1; my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1') or die;
print $s->sockport, "\\n"; my $c = $s->accept; $c->sysread(my $b, 1);`;

test('a walk over all processes finds the holder of each socket of ours', async () => {
  const server = commands.companion();
  const port = await server.ask('listen 127.0.0.1 5');
  const client = commands.companion();
  await client.ask(`connect 127.0.0.1 ${port}`);
  await server.ask('accepted 1');
  const census = new ProcessCensus('/proc', listPids('/proc'));
  let pauses = 0;
  // Pauses after every seventh question, like a budget that is soon used up.
  let asked = 0;
  while (!census.advance(() => ++asked % 7 === 0)) pauses++;
  expect(pauses).toBeGreaterThan(0);
  for (const pid of [server.pid, client.pid]) {
    const links = readdirSync(`/proc/${pid}/fd`);
    expect(census.processes.get(pid)).toMatchObject({ openFiles: links.length, refused: false });
  }
  expect(census.processes.get(server.pid)?.sockets).toBeGreaterThanOrEqual(2);
  expect(census.processes.get(client.pid)?.sockets).toBeGreaterThanOrEqual(1);
});

test('a process that has ended is nothing to report', async () => {
  const child = run('cat');
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  expect(readProcessDetails(child.pid)).toBe(undefined);
  expect(openFiles(child.pid)).toEqual([]);
  const census = new ProcessCensus('/proc', [child.pid]);
  expect(census.advance(never)).toBe(true);
  expect(census.processes.size).toBe(0);
});

/** Runs a module as nobody. Skips the test where that cannot be. */
function asNobody(context: TestContext, code: string, prefix: readonly string[] = []): unknown {
  if (process.getuid?.() !== 0) context.skip('only root can run a process as another user');
  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const [program = '', ...args] = [...prefix, ...nobody, process.execPath, '--input-type=module', '-e', code];
  const { error, status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: '/' });
  if (error !== undefined) context.skip(`${program} is not installed`);
  if (/EACCES|Permission denied|not permitted/.test(stderr))
    context.skip(`cannot be done here: ${stderr.slice(0, 200)}`);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
const LOOK = (pid: number) => `
  import { listPids, OpenFilesScan, ProcessCensus, readHidepid, readProcessDetails } from ${JSON.stringify(INDEX)};
  const census = new ProcessCensus('/proc', [${pid}]);
  census.advance(() => false);
  const scan = new OpenFilesScan(), rows = [];
  scan.begin([${pid}]);
  scan.advance((row) => rows.push(row), () => false);
  console.log(JSON.stringify({
    hidden: readHidepid() ?? null, listed: listPids('/proc').includes(${pid}), rows, unreadable: census.unreadable,
    fds: census.processes.get(${pid}) ?? null, details: readProcessDetails(${pid}) ?? null,
  }));`;

test('without privilege, name, user, threads, limit and number of open files are known, and what is hidden is said', async (context) => {
  const cat = run('cat');
  const hasSizes = statSync('/proc/self/fd').size > 0;
  const seen = asNobody(context, LOOK(cat.pid));
  expect(seen).toMatchObject({
    listed: true,
    unreadable: 1,
    fds: { pid: cat.pid, sockets: 0, refused: true },
    // The number comes from the size of the folder, since Linux 6.2.
    rows: [{ limit: expect.any(Number), ...(hasSizes ? { openFiles: expect.any(Number) } : {}) }],
    details: { name: 'cat', effectiveUid: 0, threads: 1, waits: { looked: 1, counts: { hidden: 1 } } },
  });
});

test('behind hidepid=2 other users have no processes, and it is known why', (context) => {
  const cat = run('cat');
  const mount = 'mount -t proc -o hidepid=2 proc /proc && exec "$@"';
  const seen = asNobody(context, LOOK(cat.pid), ['unshare', '--mount', 'sh', '-c', mount, 'sh']);
  expect(seen).toEqual({ hidden: 'invisible', listed: false, rows: [], unreadable: 0, fds: null, details: null });
});

test('behind hidepid=1 they are listed, and nothing of them can be read', (context) => {
  const cat = run('cat');
  const mount = 'mount -t proc -o hidepid=1 proc /proc && exec "$@"';
  const seen = asNobody(context, LOOK(cat.pid), ['unshare', '--mount', 'sh', '-c', mount, 'sh']);
  expect(seen).toMatchObject({ hidden: 'refused', listed: true, rows: [], details: null });
});

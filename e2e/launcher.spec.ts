import { once } from 'node:events';
import { chmodSync, chownSync, constants, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { BEARER } from '@netstrata/lab';
import { expect, test } from '@playwright/test';
import { Launch, scratchFolder } from './Launch.ts';
import { signIn } from './page.ts';

const SERVER = 'apps/web/server/main.ts';
const AGENT = 'apps/agent/src/start.mjs --server';
const NOBODY = 65_534;

const get = async (url: string, path: string): Promise<Record<string, unknown>> => {
  const response = await fetch(new URL(path, url), { headers: BEARER });
  return { httpStatus: response.status, ...((await response.json()) as object) };
};
const lastSampleOf = async (url: string) => (await get(url, '/api/v1/hosts/self'))['lastSampleMs'] ?? null;
const expectNothingLeft = (launch: Launch) => expect.poll(() => [...launch.running().values()]).toEqual([]);

// Ctrl-C in a terminal goes to the whole group, what a service manager sends to npm alone.
for (const [signal, whom] of [
  ['SIGTERM', 'npm'],
  ['SIGINT', 'npm'],
  ['SIGINT', 'the group'],
] as const)
  test(`npm start says where the page is, shows this machine, and ${signal} to ${whom} ends all of it`, async ({
    page,
  }) => {
    using folder = scratchFolder();
    await using launch = new Launch(['--port', '0', '--data', folder.path], { npm: true });
    const url = await launch.url();
    expect(launch.stdout.split('\n').filter((line) => line.startsWith('Netstrata'))).toEqual([
      `Netstrata shows this machine at ${url}   (history in ${folder.path}; Ctrl-C ends it)`,
    ]);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await signIn(page.context(), await launch.place());
    await page.goto(url);
    await expect(page.locator('[data-freshness="live"]')).toBeVisible();
    await expect.poll(() => lastSampleOf(url)).toEqual(expect.any(Number));
    expect(await get(url, '/api/health')).toMatchObject({ httpStatus: 200, status: 'ok', hosts: 1, agents: 1 });
    const lines = [...launch.running().values()];
    for (const words of ['npm start', 'scripts/start.mjs', SERVER, AGENT])
      expect(
        lines.some((line) => line.includes(words)),
        `${words} runs: ${lines.join(' | ')}`,
      ).toBe(true);

    const { pid = Number.NaN } = launch.child;
    process.kill(whom === 'npm' ? pid : -pid, signal);
    await launch.ended;
    await expectNothingLeft(launch);
  });

test('server and agent do not outlive a launcher that was killed', async () => {
  using folder = scratchFolder();
  await using launch = new Launch(['--port', '0', '--data', folder.path]);
  await expect.poll(async () => lastSampleOf(await launch.url())).toEqual(expect.any(Number));
  launch.child.kill('SIGKILL');
  await once(launch.child, 'exit');
  await expectNothingLeft(launch);
});

test('an agent that was killed starts again; without its server nothing goes on', async () => {
  using folder = scratchFolder();
  await using launch = new Launch(['--port', '0', '--data', folder.path]);
  const url = await launch.url();
  await expect.poll(() => lastSampleOf(url)).toEqual(expect.any(Number));
  const agent = launch.pidOf(AGENT);
  process.kill(agent, 'SIGKILL');
  await expect.poll(() => launch.stdout).toContain('The agent ended (SIGKILL); starting it again in ');
  await expect.poll(() => [...launch.running().values()].some((line) => line.includes(AGENT))).toBe(true);
  expect(launch.pidOf(AGENT)).not.toBe(agent);
  process.kill(launch.pidOf(SERVER), 'SIGKILL');
  expect(await launch.ended).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^The server ended by itself \(SIGKILL\)\.$/m),
  });
  await expectNothingLeft(launch);
});

test('a taken port', async () => {
  using folder = scratchFolder();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { readonly port: number };
  try {
    await using launch = new Launch(['--port', String(port), '--data', folder.path]);
    expect(await launch.ended).toEqual({
      code: 1,
      stdout: '',
      stderr: `Port ${port} of 127.0.0.1 is taken: end the program that uses it, or choose another with --port or NETSTRATA_PORT (0 picks a free one).\n`,
    });
    await expectNothingLeft(launch);
  } finally {
    other.close();
  }
});

test('a data folder that cannot be', async () => {
  using folder = scratchFolder();
  const file = join(folder.path, 'file');
  writeFileSync(file, '');
  await using launch = new Launch(['--port', '0'], { env: { NETSTRATA_DATA: join(file, 'below') } });
  expect(await launch.ended).toEqual({
    code: 1,
    stdout: '',
    stderr: `The data folder ${file}/below cannot be used, a part of the path is a file: choose another with --data or NETSTRATA_DATA.\n`,
  });
  await expectNothingLeft(launch);
});

test('a history that is no database', async () => {
  using folder = scratchFolder();
  const file = join(folder.path, 'history.sqlite');
  writeFileSync(file, 'a letter, and no database at all\n'.repeat(200));
  await using launch = new Launch(['--port', '0', '--data', folder.path]);
  expect(await launch.ended).toEqual({
    code: 1,
    stdout: '',
    stderr: `${file} is not a database: move it away or choose another data folder.\n`,
  });
  await expectNothingLeft(launch);
});

const REFUSED: readonly [args: readonly string[], env: Readonly<Record<string, string>>, sentence: string][] = [
  [['--port', '99999'], {}, '--port must be a whole number from 0 to 65535, not "99999".'],
  [[], { NETSTRATA_PORT: 'http' }, 'NETSTRATA_PORT must be a whole number from 0 to 65535, not "http".'],
  [
    [],
    { NETSTRATA_HOST: 'example.org' },
    'NETSTRATA_HOST must be an address of this machine (127.0.0.1, ::1, localhost, or 0.0.0.0 for all of them), not "example.org".',
  ],
  [
    ['--public-url', 'example.org'],
    {},
    '--public-url must be like https://netstrata.example.org, with no path, not "example.org".',
  ],
  [['--data='], {}, '--data must be the path of a folder, not "".'],
  [[], { NETSTRATA_DATA: ' ' }, 'NETSTRATA_DATA must be the path of a folder, not " ".'],
  [['--interval', 'soon'], {}, '--interval must be a whole number from 200 to 60000, not "soon".'],
  [[], { NETSTRATA_INTERVAL: '100' }, 'NETSTRATA_INTERVAL must be a whole number from 200 to 60000, not "100".'],
  [['--cpu-budget', '0'], {}, '--cpu-budget must be a number from 0.1 to 100, not "0".'],
  [[], { NETSTRATA_CPU_BUDGET: '1%' }, 'NETSTRATA_CPU_BUDGET must be a number from 0.1 to 100, not "1%".'],
  [['--log-level', 'loud'], {}, '--log-level must be one of debug, info, warn, error, not "loud".'],
  [[], { NETSTRATA_LOG_LEVEL: 'WARN' }, 'NETSTRATA_LOG_LEVEL must be one of debug, info, warn, error, not "WARN".'],
  [['--no-agent=1'], {}, '--no-agent takes no value.'],
  [[], { NETSTRATA_NO_AGENT: 'maybe' }, 'NETSTRATA_NO_AGENT must be one of 1, true, yes, 0, false, no, not "maybe".'],
  [
    ['--frob'],
    {},
    'Unknown option --frob: there are --port, --host, --tls-cert, --tls-key, --public-url, --trust-proxy, --max-per-address, --data, --interval, --cpu-budget, --log-level, --no-agent, --no-apply, --sysctl-file and --help.',
  ],
  [['8080'], {}, 'Unknown word "8080": options follow two dashes, as in `npm start -- --port 8080`.'],
  // Known to the agent alone.
  [
    ['--port', '0'],
    { NETSTRATA_HOST_ID: 'A' },
    'NETSTRATA_HOST_ID is "A": allowed is 8 to 64 lower-case letters, digits or "-".',
  ],
];
for (const [args, env, sentence] of REFUSED)
  test(`refused: ${[...args, ...Object.entries(env).map((pair) => pair.join('='))].join(' ')}`, async () => {
    using folder = scratchFolder();
    // In its own folder whatever happens, unless the folder is what is wrong.
    const isData = sentence.includes('folder, not');
    await using launch = new Launch(isData ? args : ['--data', folder.path, ...args], { env });
    expect(await launch.ended).toMatchObject({ code: 2, stderr: `${sentence}\n` });
    await expectNothingLeft(launch);
  });

test('npm start hands a failure on', async () => {
  await using launch = new Launch(['--port', '99999'], { npm: true });
  const { code, stderr } = await launch.ended;
  expect(code).toBe(2);
  expect(stderr).toContain('--port must be a whole number from 0 to 65535, not "99999".');
  await expectNothingLeft(launch);
});

test('--help lists every option with its variable, and starts nothing', async () => {
  await using launch = new Launch(['--help']);
  const { code, stdout, stderr } = await launch.ended;
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.match(/(?<=^ {2})--[a-z-]+/gm)).toEqual([
    '--port',
    '--host',
    '--tls-cert',
    '--tls-key',
    '--public-url',
    '--trust-proxy',
    '--max-per-address',
    '--data',
    '--interval',
    '--cpu-budget',
    '--log-level',
    '--no-agent',
    '--no-apply',
    '--sysctl-file',
    '--help',
  ]);
  expect(stdout.match(/NETSTRATA_[A-Z_]+/g)).toEqual([
    'NETSTRATA_PORT',
    'NETSTRATA_HOST',
    'NETSTRATA_TLS_CERT',
    'NETSTRATA_TLS_KEY',
    'NETSTRATA_PUBLIC_URL',
    'NETSTRATA_TRUST_PROXY',
    'NETSTRATA_MAX_PER_ADDRESS',
    'NETSTRATA_DATA',
    'NETSTRATA_INTERVAL',
    'NETSTRATA_CPU_BUDGET',
    'NETSTRATA_LOG_LEVEL',
    'NETSTRATA_NO_AGENT',
    'NETSTRATA_NO_APPLY',
    'NETSTRATA_SYSCTL_FILE',
  ]);
});

test('--no-agent: the page says that no agent reports, and what to do', async ({ page }) => {
  using folder = scratchFolder();
  await using launch = new Launch(['--port', '0', '--data', folder.path, '--no-agent']);
  const url = await launch.url();
  expect(await get(url, '/api/health')).toMatchObject({ status: 'ok', hosts: 0, agents: 0 });
  expect(await get(url, '/api/v1/hosts/self')).toMatchObject({ httpStatus: 404, error: { code: 'not-found' } });
  await signIn(page.context(), await launch.place());
  await page.goto(url);
  const said = page.getByRole('region', { name: 'No samples from this host yet' });
  await expect(said).toContainText('if it was started with --no-agent, start it again without');
  launch.child.kill('SIGTERM');
  expect(await launch.ended).toMatchObject({ code: 0, stderr: '' });
  await expectNothingLeft(launch);
});

test.describe('as an ordinary user', () => {
  const isRoot = process.getuid?.() === 0;
  const isOpen = (path: string): boolean =>
    (statSync(path).mode & constants.S_IXOTH) !== 0 && (path === '/' || isOpen(dirname(path)));
  test.skip(!isRoot, 'only root can run a program as another user');
  test.skip(!isOpen(import.meta.dirname), 'other users cannot read this checkout');

  test('it starts, and says what is missing and what would bring it', async ({ page }) => {
    using folder = scratchFolder();
    chownSync(folder.path, NOBODY, NOBODY);
    await using launch = new Launch(['--port', '0', '--data', folder.path], {
      uid: NOBODY,
      env: { HOME: folder.path },
    });
    const url = await launch.url();
    await expect.poll(() => lastSampleOf(url)).toEqual(expect.any(Number));
    // Another kernel may keep more from it.
    expect((await get(url, '/api/v1/hosts/self'))['missing']).toContainEqual({
      what: "The process behind another user's socket",
      why: expect.stringMatching(/./),
      capability: expect.stringContaining('CAP_SYS_PTRACE'),
    });
    await signIn(page.context(), await launch.place());
    await page.goto(url);
    await page.getByText(/things? cannot be seen on this host/).click();
    await expect(page.getByText("The process behind another user's socket")).toBeVisible();
    launch.child.kill('SIGTERM');
    expect(await launch.ended).toMatchObject({ code: 0 });
    await expectNothingLeft(launch);
  });

  test('a data folder of somebody else', async () => {
    using folder = scratchFolder();
    chmodSync(folder.path, 0o755);
    const data = join(folder.path, 'data');
    mkdirSync(data, { mode: 0o755 });
    await using launch = new Launch(['--port', '0', '--data', data], { uid: NOBODY, env: { HOME: '/' } });
    expect(await launch.ended).toEqual({
      code: 1,
      stdout: '',
      stderr: `The data folder ${data} cannot be used, this user may not write there: choose another with --data or NETSTRATA_DATA.\n`,
    });
    await expectNothingLeft(launch);
  });
});

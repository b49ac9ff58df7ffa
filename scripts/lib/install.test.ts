import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPTS = join(import.meta.dirname, '..');
const PACKAGE = { name: 'product', version: '1.0.0' };
const WANTED = { left: '1.0.0' };

/** A product of its own: our scripts, and packages that cannot be had. npm is the real one. */
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'netstrata-install-'));
  cpSync(SCRIPTS, join(root, 'scripts'), { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (path: string, content: unknown): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(content));
};

const describeProduct = (dependencies: Readonly<Record<string, string>>): void => {
  write('package.json', { ...PACKAGE, dependencies });
  const packages = Object.fromEntries(
    Object.entries(dependencies).map(([name, version]) => [`node_modules/${name}`, { version }]),
  );
  write('package-lock.json', {
    ...PACKAGE,
    lockfileVersion: 3,
    requires: true,
    packages: { '': { ...PACKAGE, dependencies }, ...packages },
  });
};

/** As an install leaves it. */
const pretendInstalled = (names: readonly string[]): void => {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(root, name)));
  mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
  symlinkSync(process.execPath, join(root, 'node_modules', '.bin', 'node'));
  writeFileSync(join(root, 'node_modules', '.netstrata-installed'), hash.digest('hex'));
  const packages = Object.fromEntries(names.map((name) => [`node_modules/${name}`, { version: '1.0.0' }]));
  write('node_modules/.package-lock.json', { packages });
};

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const start = (
  env: Readonly<Record<string, string>>,
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } => {
  const { npm_execpath: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), '--port', '0'], {
    cwd: root,
    env: {
      ...inherited,
      npm_config_cache: join(root, 'cache'),
      npm_config_fetch_retries: '0',
      npm_config_update_notifier: 'false',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = (async () => {
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stdout, stderr };
  })();
  return { child, ended };
};

const NOBODY_LISTENS = { npm_config_registry: 'http://127.0.0.1:9/' };
const UNREACHABLE =
  'The package registry cannot be reached: check the network (or npm’s proxy and registry settings) and try again.\n';

describe('npm start on a tree that is not installed', () => {
  it('says that the registry cannot be reached', async () => {
    describeProduct(WANTED);
    expect(await start(NOBODY_LISTENS).ended).toEqual({
      code: 1,
      stdout: 'Installing packages (about a minute the first time) …\n',
      stderr: UNREACHABLE,
    });
  });

  it('notices a package that was removed after the install', async () => {
    describeProduct(WANTED);
    pretendInstalled(['left']);
    expect((await start(NOBODY_LISTENS).ended).stderr).toBe(UNREACHABLE);
  });

  it('takes a whole install as one, and says what is missing for the build', async () => {
    describeProduct(WANTED);
    pretendInstalled(['left']);
    write('node_modules/left/package.json', { name: 'left' });
    const { code, stdout, stderr } = await start(NOBODY_LISTENS).ended;
    expect(stdout).toBe('');
    expect(stderr.split('\n')[0]).toBe(
      `Building the pages failed, since packages are missing: remove ${root}/node_modules and try again.`,
    );
    expect(code).toBe(1);
  });

  it('says that Node 24 did not come along', async () => {
    describeProduct({});
    const { code, stderr } = await start(NOBODY_LISTENS).ended;
    expect(stderr).toMatch(
      /^Node 24 did not come with the packages .*: check that npm installs optional dependencies .*\.\n$/,
    );
    expect(code).toBe(1);
    expect(existsSync(join(root, 'node_modules', '.netstrata-installed'))).toBe(false);
  });

  it('says that npm is not there', async () => {
    describeProduct(WANTED);
    expect(await start({ PATH: join(root, 'nothing') }).ended).toMatchObject({
      code: 1,
      stderr: 'npm is not there: install it (it comes with Node), then run `npm start`.\n',
    });
  });

  it('does not take another package manager for npm', async () => {
    describeProduct(WANTED);
    const other = join(root, 'pnpm.cjs');
    writeFileSync(other, 'process.exit(3);');
    expect((await start({ ...NOBODY_LISTENS, npm_execpath: other }).ended).stderr).toBe(UNREACHABLE);
  });

  it('says which file of a damaged checkout is missing', async () => {
    describeProduct(WANTED);
    rmSync(join(root, 'package-lock.json'));
    expect(await start(NOBODY_LISTENS).ended).toEqual({
      code: 1,
      stdout: '',
      stderr: `${root}/package-lock.json is missing: get it back with \`git checkout package-lock.json\`.\n`,
    });
  });

  it('says that package.json and package-lock.json do not belong together', async () => {
    describeProduct({});
    write('left/package.json', { name: 'left', version: '1.0.0' });
    write('package.json', { ...PACKAGE, dependencies: { left: 'file:left' } });
    expect((await start(NOBODY_LISTENS).ended).stderr).toMatch(
      /^package\.json and package-lock\.json do not belong together: /,
    );
  });

  it('says that an older Node cannot start it', async () => {
    describeProduct(WANTED);
    const old = join(root, 'old.mjs');
    writeFileSync(old, `Object.defineProperty(process.versions, 'node', { value: '20.8.1' });\n`);
    expect((await start({ NODE_OPTIONS: `--import=${old}` }).ended).stderr).toMatch(
      /^Netstrata needs Node 20\.9 or newer to start, and this is v\d+\.\d+\.\d+\.\n$/,
    );
  });

  it('ends npm too when it is told to end while npm waits for the network', async () => {
    describeProduct(WANTED);
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { readonly port: number };
    try {
      const { child, ended } = start({ npm_config_registry: `http://127.0.0.1:${port}/` });
      const [connection] = (await once(silent, 'connection')) as [NodeJS.ReadableStream & { resume(): void }];
      connection.resume();
      child.kill('SIGTERM');
      // Only the death of npm ends the connection: nobody answers.
      await once(connection, 'close');
      expect(await ended).toMatchObject({ code: 0, stderr: '' });
    } finally {
      silent.close();
    }
  });
});

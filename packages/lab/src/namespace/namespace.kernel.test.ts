import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { createNamespace } from './namespace.ts';
import { NETNS_FOLDER } from './reaper.ts';
import { labSupport } from './support.ts';

const support = labSupport();

describe.skipIf(!support.ok)(`a namespace${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('has a loopback device that is up, and nothing else', async () => {
    await using namespace = await createNamespace();
    const { stdout } = await namespace.exec('ip', ['-o', 'link', 'show']);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(stdout).toMatch(/^1: lo: <LOOPBACK,UP,LOWER_UP>/);
    expect(await namespace.readFile('/proc/net/dev')).not.toContain('eth');
  });

  test('reads and writes its own sysctls, and says what cannot be written', async () => {
    await using namespace = await createNamespace();
    await using other = await createNamespace();
    expect(await namespace.sysctl('net.core.somaxconn', 77)).toBe('77');
    expect(await other.sysctl('net.core.somaxconn')).not.toBe('77');
    expect(await namespace.sysctl('net/ipv4/conf/lo/forwarding', 0)).toBe('0');
    await expect(namespace.sysctl('net.ipv4.no_such_thing', 1)).rejects.toThrow(/no_such_thing/);
    await expect(namespace.sysctl('kernel.panic', 1)).rejects.toThrow('"kernel.panic" is not a net sysctl.');
    await expect(namespace.sysctl('net/../kernel/panic')).rejects.toThrow('is not a net sysctl');
  });

  test('counts only its own traffic', async () => {
    await using namespace = await createNamespace();
    expect((await namespace.counters('/proc/net/snmp')).get('Tcp.ActiveOpens')).toBe(0);
    expect((await namespace.counters('/proc/net/netstat')).get('TcpExt.ListenOverflows')).toBe(0);
  });

  test('a command that fails says what it said', async () => {
    await using namespace = await createNamespace();
    await expect(namespace.exec('sh', ['-c', 'echo no luck >&2; exit 3'])).rejects.toThrow(/exit 3: no luck$/);
  });

  test('goes with the processes in it, however the block is left', async () => {
    let path = '';
    let gone: Promise<unknown> = Promise.resolve();
    const failing = async () => {
      await using namespace = await createNamespace();
      path = namespace.path;
      const child = namespace.spawn('sleep', ['600'], { stdio: 'ignore' });
      gone = once(child, 'exit');
      expect(existsSync(path)).toBe(true);
      throw new Error('a test that fails');
    };
    await expect(failing()).rejects.toThrow('a test that fails');
    expect(await gone).toEqual([null, 'SIGKILL']);
    expect(existsSync(path)).toBe(false);
  });

  test('leaves nothing behind when its process is killed', async () => {
    const program = `
      import { createNamespace, startWorkload } from ${JSON.stringify(new URL('../index.ts', import.meta.url).href)};
      const namespace = await createNamespace();
      const sink = startWorkload('udpSink', { seconds: 600 }, namespace);
      await sink.ready;
      const sleeper = namespace.spawn('sleep', ['600'], { stdio: 'ignore' });
      console.log(JSON.stringify({ name: namespace.name, pids: [sink.pid, sleeper.pid] }));
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const { name, pids } = JSON.parse(line) as { name: string; pids: number[] };
    expect(existsSync(`${NETNS_FOLDER}/${name}`)).toBe(true);
    child.kill('SIGKILL');
    await expect.poll(() => existsSync(`${NETNS_FOLDER}/${name}`), { timeout: 60_000 }).toBe(false);
    await expect.poll(() => pids.filter((pid) => existsSync(`/proc/${pid}`)), { timeout: 60_000 }).toEqual([]);
  });

  test('namespaces of dead runs that nobody removed go with the next run', async () => {
    await using helper = await createNamespace();
    const orphan = 'netstrata-lab-1-1-1';
    await helper.exec('true');
    const { run } = await import('./run.ts');
    const { reapOrphans } = await import('./reaper.ts');
    await run('ip', ['netns', 'add', orphan]);
    expect(await reapOrphans()).toContain(orphan);
    expect(existsSync(`${NETNS_FOLDER}/${orphan}`)).toBe(false);
    expect(existsSync(helper.path)).toBe(true);
  });
});

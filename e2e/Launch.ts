import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_TOKEN } from '@netstrata/lab';

const ROOT = join(import.meta.dirname, '..');
const MARK = 'NETSTRATA_E2E_LAUNCH';

export interface LaunchOptions {
  /** `npm start -- …` or `npm run lab -- …` as a person types it, in a process group as a shell makes one; else the script that npm would run. */
  readonly npm?: boolean;
  /** Default "start". */
  readonly script?: 'start' | 'lab' | 'agent';
  readonly env?: Readonly<Record<string, string>>;
  /** Runs as another user: only root may. */
  readonly uid?: number;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One start of the product by one of its scripts. At the end of its scope nothing of it is left. */
export class Launch implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = '';
  stderr = '';
  readonly #mark = `${MARK}=${randomUUID()}`;

  constructor(args: readonly string[], { npm = false, script = 'start', env = {}, uid }: LaunchOptions = {}) {
    const [command, first] = npm
      ? ['npm', [...(script === 'start' ? ['start'] : ['run', script]), '--']]
      : [process.execPath, [join(ROOT, 'scripts', `${script}.mjs`)]];
    // Node warns of the two about colours that test runners set.
    const inherited = Object.entries(process.env).filter(([name]) => !/^NETSTRATA_|^(FORCE|NO)_COLOR$/.test(name));
    this.child = spawn(command, [...first, ...args], {
      cwd: ROOT,
      env: {
        ...Object.fromEntries(inherited),
        NETSTRATA_ADMIN_TOKEN: ADMIN_TOKEN,
        [MARK]: this.#mark.slice(MARK.length + 1),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: npm,
      ...(uid !== undefined && { uid, gid: uid }),
    });
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString();
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.ended = once(this.child, 'close').then(([code]) => ({ code, stdout: this.stdout, stderr: this.stderr }));
  }

  /** The address of the line that says it is there. @throws with what it said instead, when it ended before */
  async url(): Promise<string> {
    for (;;) {
      const [, url] = /^Netstrata shows .* at (http\S+) /m.exec(this.stdout) ?? [];
      if (url !== undefined) return url;
      const next = await Promise.race([this.ended, once(this.child.stdout ?? this.child, 'data')]);
      if ('code' in next) throw new Error(`it ended with ${next.code}: ${next.stdout}${next.stderr}`);
    }
  }

  /** Where a browser signs in, as the lines after the first say. */
  async place(): Promise<{ readonly url: string; readonly welcome: string }> {
    const url = await this.url();
    for (;;) {
      const [, welcome] = / admin (?:of it )?at (http\S+)\s/.exec(this.stdout) ?? [];
      if (welcome !== undefined) return { url, welcome };
      const next = await Promise.race([this.ended, once(this.child.stdout ?? this.child, 'data')]);
      if ('code' in next) throw new Error(`it ended with ${next.code}: ${next.stdout}${next.stderr}`);
    }
  }

  /** Command lines of all it began that run now, by pid: also of those whose parent is gone. */
  running(): Map<number, string> {
    const found = new Map<number, string>();
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      try {
        if (!readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(this.#mark)) continue;
        found.set(Number(name), readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').join(' ').trim());
      } catch {
        // it ended meanwhile, or is of another user
      }
    }
    return found;
  }

  /** The one running process whose command line has these words. */
  pidOf(words: string): number {
    const pids = [...this.running()].filter(([, line]) => line.includes(words)).map(([pid]) => pid);
    const [pid] = pids;
    if (pid === undefined || pids.length > 1) throw new Error(`${pids.length} processes run "${words}"`);
    return pid;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const pid of this.running().keys()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // it ended meanwhile
      }
    }
    await this.ended;
  }
}

/** A folder that goes with its scope. */
export const scratchFolder = (): Disposable & { readonly path: string } => {
  const path = mkdtempSync(join(tmpdir(), 'netstrata-launch-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
};

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const AGENT = fileURLToPath(new URL('./start.mjs', import.meta.url));
const PATIENCE = { timeout: 180_000, interval: 100 };
/** CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_NET_ADMIN, CAP_SYS_PTRACE, CAP_SYS_ADMIN and CAP_SYSLOG. */
const KEPT = (1n << 1n) | (1n << 2n) | (1n << 12n) | (1n << 19n) | (1n << 21n) | (1n << 34n);

const statusOf = (path: string, field: string): string =>
  new RegExp(`^${field}:\\t(\\w+)$`, 'm').exec(readFileSync(path, 'latin1'))?.[1] ?? '';
const capabilities = (path: string, field: string): bigint => BigInt(`0x${statusOf(path, field)}`);
const mine = capabilities('/proc/self/status', 'CapBnd');
const isRoot = process.geteuid?.() === 0 && (mine & (1n << 8n)) !== 0n;
if (!isRoot) console.warn('what root gives up is not tested: this is not root with CAP_SETPCAP');

test.skipIf(!isRoot)(
  'an agent that root starts gives up what it never needs, in all threads, and keeps its parent',
  async () => {
    const words = [AGENT, '--server', 'http://127.0.0.1:1', '--token-file', '/nowhere', '--log-level', 'debug'];
    const agent = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    onTestFinished(() => {
      agent.kill('SIGKILL');
    });
    let said = '';
    agent.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await expect.poll(() => said, PATIENCE).toContain('started');
    const threads = readdirSync(`/proc/${agent.pid}/task`).map((thread) => `/proc/${agent.pid}/task/${thread}/status`);
    expect(threads.length).toBeGreaterThan(1);
    for (const path of threads) {
      for (const field of ['CapPrm', 'CapEff', 'CapBnd']) expect(capabilities(path, field)).toBe(mine & KEPT);
      expect(statusOf(path, 'NoNewPrivs')).toBe('1');
    }
    agent.disconnect();
    expect(await once(agent, 'exit')).toEqual([0, null]);
  },
);

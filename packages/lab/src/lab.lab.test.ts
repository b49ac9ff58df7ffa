import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NETNS_FOLDER } from './namespace/reaper.ts';
import { labSupport } from './namespace/support.ts';

const support = labSupport();
const ROOT = join(import.meta.dirname, '../../..');
const PATIENCE = { timeout: 120_000, interval: 200 };

/** `npm run lab -- …`, without npm. */
const runLab = (...args: readonly string[]) => {
  const child = spawn(process.execPath, [join(ROOT, 'scripts', 'lab.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lab = { child, text: '', ended: once(child, 'close') };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      lab.text += chunk.toString();
    });
  return lab;
};

/** The program that the script started. */
const programOf = (pid = 0): number => Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0]);
const leftOf = (pid: number): readonly string[] =>
  readdirSync(NETNS_FOLDER).filter((name) => name.startsWith(`netstrata-lab-${pid}-`));

describe.skipIf(!support.ok)(`npm run lab${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('shows a problem being made and named, with pages, and Ctrl-C ends all of it', async () => {
    const lab = runLab('accept-stopped', '--seconds', '60');
    await expect.poll(() => lab.text, PATIENCE).toMatch(/ at http:\S+ for 60 s/);
    const [, url = ''] = / at (http:\S+) /.exec(lab.text) ?? [];
    const page = await fetch(url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    expect(lab.text).toContain('A program has stopped taking connections, and its accept queue stays full.');
    await expect
      .poll(() => lab.text, PATIENCE)
      .toMatch(/ s {2}opened {2}tcp-listen-overflow:127\.0\.0\.1:\d+ \(critical\)/);
    const program = programOf(lab.child.pid);
    expect(leftOf(program)).toHaveLength(1);
    lab.child.kill('SIGINT');
    expect((await lab.ended)[0]).toBe(0);
    expect(lab.text).toMatch(/The kernel's own sign of it, TcpExt\.ListenOverflows: [1-9]/);
    expect(leftOf(program)).toEqual([]);
  });

  test('ends by itself, and leaves nothing when it is killed', async () => {
    const short = runLab('no-route', '--seconds', '10', '--look-alike');
    const killed = runLab('syn-flood', '--seconds', '60');
    await expect.poll(() => killed.text, PATIENCE).toContain('Meant to open: ');
    const program = programOf(killed.child.pid);
    expect(leftOf(program).length).toBeGreaterThan(0);
    killed.child.kill('SIGKILL');
    await expect.poll(() => leftOf(program), PATIENCE).toEqual([]);
    expect((await short.ended)[0]).toBe(0);
    expect(short.text).toContain('Meant to open: no rule.');
    expect(short.text).not.toContain('opened');
  });

  test('lists what it can make, and refuses the rest in a sentence', async () => {
    const list = runLab();
    expect((await list.ended)[0]).toBe(0);
    expect(list.text).toContain('  syn-flood ');
    const wrong = runLab('nothing');
    expect((await wrong.ended)[0]).toBe(2);
    expect(wrong.text).toBe('There is no scenario "nothing": `npm run lab` lists them.\n');
  });
});

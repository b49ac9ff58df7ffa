import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NETNS_FOLDER } from './namespace/reaper.ts';
import { labSupport } from './namespace/support.ts';

const support = labSupport();
const PATIENCE = { timeout: 240_000, interval: 200 };

/** The program behind `npm run lab`. */
const runLab = (...args: readonly string[]) => {
  const program = join(import.meta.dirname, 'lab.ts');
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const lab = { child, text: '', ended: once(child, 'exit') };
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      lab.text += chunk.toString();
    });
  return lab;
};
const leftOf = (pid = 0): readonly string[] =>
  readdirSync(NETNS_FOLDER).filter((name) => name.startsWith(`netstrata-lab-${pid}-`));

describe.skipIf(!support.ok)(`npm run lab${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('makes a problem and says how it is named, until it is told to end', async () => {
    const lab = runLab('accept-stopped', '--seconds', '600', '--no-pages');
    const { child } = lab;
    const text = () => lab.text;
    await expect.poll(text, PATIENCE).toMatch(/ s {2}opened {2}tcp-listen-overflow:127\.0\.0\.1:\d+ \(critical\)/);
    expect(text()).toMatch(/^Netstrata shows the host of the scenario at http:\S+ for 600 s/m);
    expect(text()).toContain('A program has stopped taking connections, and its accept queue stays full.');
    expect(leftOf(child.pid)).toHaveLength(1);
    child.kill('SIGINT');
    expect((await lab.ended)[0]).toBe(0);
    await expect.poll(text).toMatch(/The kernel's own sign of it, TcpExt\.ListenOverflows: [1-9]/);
    expect(leftOf(child.pid)).toEqual([]);
  });

  test('ends by itself, with whoever started it, and leaves nothing when it is killed', async () => {
    const short = runLab('no-route', '--seconds', '10', '--look-alike', '--no-pages');
    const [left, killed] = [1, 2].map(() => runLab('syn-flood', '--seconds', '60', '--no-pages'));
    for (const lab of [left, killed]) await expect.poll(() => lab?.text, PATIENCE).toContain('Meant to open: ');
    expect(leftOf(killed?.child.pid).length).toBeGreaterThan(0);
    left?.child.disconnect();
    killed?.child.kill('SIGKILL');
    await expect.poll(() => leftOf(killed?.child.pid), PATIENCE).toEqual([]);
    expect((await left?.ended)?.[0]).toBe(0);
    expect((await short.ended)[0]).toBe(0);
    expect(short.text).toContain('Meant to open: no rule.');
    expect(short.text).not.toContain('opened');
    expect([left, short].map((lab) => leftOf(lab?.child.pid))).toEqual([[], []]);
  });

  test('lists what it can make, and refuses the rest in a sentence', async () => {
    const list = runLab();
    expect((await list.ended)[0]).toBe(0);
    await expect.poll(() => list.text).toContain('  syn-flood ');
    const wrong = runLab('nothing');
    expect((await wrong.ended)[0]).toBe(2);
    await expect.poll(() => wrong.text).toBe('There is no scenario "nothing": `npm run lab` lists them.\n');
  });
});

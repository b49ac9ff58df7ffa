import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ScriptNames } from './ScriptNames.ts';

test('asks each process twice, and forgets those that are not there any more', async () => {
  const procRoot = mkdtempSync(join(tmpdir(), 'netstrata-scripts-'));
  onTestFinished(() => rmSync(procRoot, { recursive: true }));
  const write = (pid: number, cmdline: string) => {
    mkdirSync(join(procRoot, String(pid)), { recursive: true });
    writeFileSync(join(procRoot, `${pid}/cmdline`), cmdline);
  };
  const names = new ScriptNames(procRoot);
  const [api, shell] = [
    { pid: 20, name: 'node' },
    { pid: 21, name: 'sh' },
  ];
  const learned = async () => {
    await names.learn([api, shell]);
    return [names.of(api), names.of(shell)];
  };
  write(20, 'node\0parent.js\0');
  expect(await learned()).toEqual(['parent.js', undefined]);
  // It was forked and did not run its own program yet.
  write(20, 'node\0api.js\0');
  expect(await learned()).toEqual(['api.js', undefined]);
  write(20, 'node\0other.js\0');
  expect(await learned()).toEqual(['api.js', undefined]);
  await names.learn([]);
  expect(names.of(api)).toBe(undefined);
  expect(await learned()).toEqual(['other.js', undefined]);
});

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostIdOf } from './hostId.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'netstrata-host-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('hostIdOf', () => {
  it('hashes the machine id, the same every time', () => {
    expect(hostIdOf('0123456789abcdef0123456789abcdef', dir)).toBe('c18187eb5cc481ebdab8e5f1');
    expect(hostIdOf('1123456789abcdef0123456789abcdef', dir)).not.toBe(
      hostIdOf('0123456789abcdef0123456789abcdef', dir),
    );
  });

  it('takes the one of the data folder first: two agents of one machine are two hosts', () => {
    writeFileSync(join(dir, 'host-id'), 'second-host\n');
    expect(hostIdOf('0123456789abcdef0123456789abcdef', dir)).toBe('second-host');
    writeFileSync(join(dir, 'host-id'), '../../etc\n');
    expect(hostIdOf('0123456789abcdef0123456789abcdef', dir)).toBe('c18187eb5cc481ebdab8e5f1');
  });

  it('keeps a random one where the machine has none, for its owner only', () => {
    const folder = join(dir, 'new');
    const made = hostIdOf(undefined, folder);
    expect(made).toMatch(/^[0-9a-f]{24}$/);
    expect(hostIdOf(undefined, folder)).toBe(made);
    expect(readFileSync(join(folder, 'host-id'), 'utf8')).toBe(`${made}\n`);
    expect(statSync(join(folder, 'host-id')).mode & 0o777).toBe(0o600);
  });

  it('replaces one that is damaged', () => {
    writeFileSync(join(dir, 'host-id'), 'not an id\n');
    const made = hostIdOf(undefined, dir);
    expect(made).toMatch(/^[0-9a-f]{24}$/);
    expect(hostIdOf(undefined, dir)).toBe(made);
  });
});

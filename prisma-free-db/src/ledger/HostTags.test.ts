import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLedger } from './openLedger.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netstrata-tags-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('keeps the tags of each host over a restart, and forgets those that were replaced', () => {
  const path = join(folder, 'ledger.sqlite');
  const first = openLedger(path);
  expect(first.hostTags.of('host-a')).toEqual([]);
  first.hostTags.set('host-a', ['db', 'web']);
  first.hostTags.set('host-b', ['web']);
  first.hostTags.set('host-a', ['edge']);
  first.hostTags.set('host-b', []);
  first.hostTags.bring('host-c', ['eu-1'], ['db', 'eu-1']);
  expect(first.hostTags.of('host-a')).toEqual(['edge']);
  first.close();
  const second = openLedger(path);
  expect(second.hostTags.of('host-a')).toEqual(['edge']);
  expect(second.hostTags.of('host-b')).toEqual([]);
  expect(second.hostTags.of('host-c')).toEqual(['db', 'eu-1']);
  expect(second.hostTags.broughtBy('host-c')).toEqual(['eu-1']);
  expect(second.hostTags.broughtBy('host-a')).toEqual([]);
  second.close();
});

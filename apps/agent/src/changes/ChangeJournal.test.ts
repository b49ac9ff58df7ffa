import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostChange } from '@netstrata/protocol/types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLog } from '../log.ts';
import { ChangeJournal } from './ChangeJournal.ts';
import { BOOT, host, keeperRig, orderOf, SOMAXCONN, scratch } from './testing/keeperRig.ts';
import { textOfUnit, type Unit, unitOf } from './Unit.ts';

const change = (id: string, appliedMs: number, state: HostChange['state'] = 'kept'): HostChange => ({
  id,
  state,
  changes: [{ ...host(SOMAXCONN), before: '4096', after: '8192' }],
  by: 'person:ada@example.org',
  because: 'why',
  appliedMs,
});
const unit = (id: string, appliedMs: number, state: HostChange['state'] = 'kept'): Unit => ({
  change: change(id, appliedMs, state),
  bootId: BOOT,
});

function journalIn(folder: string) {
  const log: string[] = [];
  return { log, journal: new ChangeJournal({ folder, log: openLog('debug', (line) => log.push(line)) }) };
}

test('what was saved is there for the next one, in order of time', async () => {
  const folder = join(scratch(), 'changes');
  const { journal } = journalIn(folder);
  await journal.open();
  const full: Unit = {
    bootId: BOOT,
    undoing: { reason: 'asked', evenIfChanged: true },
    change: {
      ...change('b-1', 2),
      changes: [
        { tunable: 'ethtool.rings.rx', namespace: '4026531840', device: 'eth0', queue: 1, before: '', after: '512' },
      ],
      deadlineMs: 9,
      undo: {
        reason: 'asked',
        timeMs: 5,
        settings: [{ ...host(SOMAXCONN), outcome: 'failed', value: '1', problem: 'no' }],
      },
      persisted: { path: '/etc/sysctl.d/90-netstrata.conf', timeMs: 4 },
    },
  };
  await journal.save(full);
  await journal.save(unit('a-1', 3));
  const next = journalIn(folder);
  await next.journal.open();
  expect(next.journal.units).toEqual([full, unit('a-1', 3)]);
  expect(next.log).toEqual([]);
});

test('the newest 200 are kept: what was taken back goes first, what waits never', async () => {
  const folder = join(scratch(), 'changes');
  const { journal } = journalIn(folder);
  await journal.save(unit('waits', 1, 'pending'));
  await journal.save(unit('kept-0', 2));
  for (let n = 0; n < 198; n++) await journal.save(unit(`undone-${n}`, 10 + n, 'undone'));
  expect(readdirSync(folder)).toHaveLength(200);
  await journal.save(unit('new-1', 1000));
  await journal.save(unit('new-2', 1001));
  const ids = readdirSync(folder);
  expect(ids).toHaveLength(200);
  for (const id of ['waits', 'kept-0', 'undone-2', 'new-1', 'new-2']) expect(ids).toContain(`${id}.json`);
  for (const id of ['undone-0', 'undone-1']) expect(ids).not.toContain(`${id}.json`);
});

test('what is no unit is set aside with a word, never acted on and never deleted', async () => {
  const rig = keeperRig();
  const { keeper } = rig.start();
  await keeper.recover();
  await keeper.apply(orderOf('good-1', [[SOMAXCONN, '4096', '8192']]));
  const folder = rig.journal;
  const pending = readFileSync(join(folder, 'good-1.json'), 'utf8');
  const odd: Record<string, string | Buffer> = {
    'torn-1.json': pending.replaceAll('good-1', 'torn-1').slice(0, 150),
    'empty-1.json': '',
    'name-1.json': pending,
    'future-1.json': pending.replaceAll('good-1', 'future-1').replace('"format": 1', '"format": 2'),
    'evil-1.json': pending.replaceAll('good-1', 'evil-1').replace('"before": "4096"', '"before": "1\\n2"'),
    'huge-1.json': Buffer.alloc(2 * 1024 * 1024, 32),
    'bytes-1.json': Buffer.from([0xff, 0xfe, 0, 1]),
    'deep-1.json': '['.repeat(100_000),
    '.hidden.json': pending,
    'notes.txt': 'mine',
    'loose-1.json': pending.replaceAll('good-1', 'loose-1'),
  };
  for (const [name, text] of Object.entries(odd)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  chmodSync(join(folder, 'loose-1.json'), 0o666);
  mkdirSync(join(folder, 'folder-1.json'));
  symlinkSync('/etc/passwd', join(folder, 'link-1.json'));
  execFileSync('mkfifo', [join(folder, 'pipe-1.json')]);
  writeFileSync(join(folder, 'torn-1.json.set-aside'), 'an older one');
  const names = readdirSync(folder);
  const next = rig.start();
  await next.keeper.recover();
  expect(next.keeper.report.map(({ id }) => id)).toEqual(['good-1']);
  expect(rig.kernel.written).toEqual([`${SOMAXCONN}=8192`, `${SOMAXCONN}=4096`]);
  const after = readdirSync(folder);
  expect(after).toHaveLength(names.length);
  expect(after.filter((name) => !name.endsWith('.set-aside'))).toEqual(['good-1.json']);
  expect(readFileSync(join(folder, 'torn-1.json.set-aside'), 'utf8')).toBe('an older one');
  expect(readFileSync(join(folder, 'torn-1.json.2.set-aside'), 'utf8')).toBe(odd['torn-1.json']);
  expect(rig.log.filter((line) => line.includes('is set aside'))).toHaveLength(14);
  const third = rig.start();
  await third.keeper.recover();
  expect(readdirSync(folder)).toEqual(after);
});

test('a folder that others may write in is not read', async () => {
  const folder = join(scratch(), 'changes');
  const { journal } = journalIn(folder);
  await journal.save(unit('a-1', 1));
  chmodSync(folder, 0o770);
  const next = journalIn(folder);
  await next.journal.open();
  expect(next.journal.units).toEqual([]);
  expect(next.log.join('')).toContain('others may write in');
});

test('a draft that a crash left is passed by and overwritten, through no link', async () => {
  const folder = join(scratch(), 'changes');
  const { journal, log } = journalIn(folder);
  await journal.save(unit('a-1', 1));
  const precious = join(folder, '..', 'precious');
  writeFileSync(precious, 'precious');
  symlinkSync(precious, join(folder, 'draft.tmp'));
  await journal.save(unit('a-2', 2));
  linkSync(precious, join(folder, 'draft.tmp'));
  await journal.save(unit('a-3', 3));
  writeFileSync(join(folder, 'draft.tmp'), 'torn');
  const next = journalIn(folder);
  await next.journal.open();
  expect(next.journal.units.map(({ change: { id } }) => id)).toEqual(['a-1', 'a-2', 'a-3']);
  expect(readFileSync(precious, 'utf8')).toBe('precious');
  expect([...log, ...next.log]).toEqual([]);
});

test('no cut and no odd byte of a unit makes another unit of it', () => {
  const text = textOfUnit(unit('a-1', 1, 'pending'));
  expect(unitOf(text, 'a-1')).toEqual(unit('a-1', 1, 'pending'));
  for (let end = 0; end < text.length - 1; end++) expect(unitOf(text.slice(0, end), 'a-1')).toBeUndefined();
  expect(unitOf(text, 'a-2')).toBeUndefined();
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 0, max: 255 }), (at, code) => {
      const read = unitOf(text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1), 'a-1');
      for (const each of read?.change.changes ?? []) expect(each.before + each.after).toMatch(/^[\x20-\x7e]*$/);
    }),
    { numRuns: 3000 },
  );
  fc.assert(fc.property(fc.json(), (json) => unitOf(json, 'a-1') === undefined));
});

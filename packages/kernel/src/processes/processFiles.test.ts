import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { parseOpenFilesLimit } from './openFilesLimit.ts';
import { parseProcessStatus } from './processStatus.ts';
import { parseHidepid } from './procMount.ts';
import { parsePasswd, UserNames } from './userNames.ts';

test('parent, effective user and threads', () => {
  expect(parseProcessStatus(fixture('pid_status'))).toEqual({ parentPid: 8282, effectiveUid: 0, threads: 7 });
  const sudo = 'Name:\tsudo\\nUid:\t9\t9\nPPid:\t1\nUid:\t1000\t0\t0\t0\nThreads:\t3\n';
  expect(parseProcessStatus(sudo)).toEqual({ parentPid: 1, effectiveUid: 0, threads: 3 });
  expectNoInvention({ parse: parseProcessStatus, good: fixture('pid_status') });
});

test('the soft limit of open files', () => {
  expect(parseOpenFilesLimit(fixture('pid_limits'))).toBe(20000);
  expect(parseOpenFilesLimit('Max open files            1024                 unlimited            files     \n')).toBe(
    1024,
  );
  expect(parseOpenFilesLimit('Max open files            unlimited            unlimited            files     \n')).toBe(
    undefined,
  );
  expectNoInvention({ parse: (text) => [parseOpenFilesLimit(text)], good: fixture('pid_limits') });
});

test.each([
  ['rw,relatime', undefined],
  ['rw,hidepid=2', 'invisible'],
  ['rw,gid=24,hidepid=invisible', 'invisible'],
  ['rw,hidepid=ptraceable', 'invisible'],
  ['rw,hidepid=1', 'refused'],
  ['rw,hidepid=noaccess', 'refused'],
  ['rw,hidepid=0', undefined],
  ['rw,hidepid=off', undefined],
])('a /proc with the options %s hides %s', (options, hidden) => {
  const line = (root: string, more: string) => `22 1 0:5 / ${root} rw,relatime shared:5 - proc proc ${more}\n`;
  expect(parseHidepid(line('/proc', options), '/proc')).toBe(hidden);
  expect(parseHidepid(line('/mnt/proc', options), '/proc')).toBe(undefined);
  expect(parseHidepid(line('/proc', 'rw,hidepid=2') + line('/proc', options), '/proc')).toBe(hidden);
  expect(parseHidepid('torn', '/proc')).toBe(undefined);
});

test('names of users: the first of a number, and nothing from lines that are none', () => {
  const names = parsePasswd(
    'root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\n+::::::\nbad line\nweb:x:33:33::/:/bin/sh',
  );
  expect([...names]).toEqual([
    [0, 'root'],
    [33, 'web'],
  ]);
});

test('a changed file of users is read again, and a missing one has none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'netstrata-users-'));
  const file = join(folder, 'passwd');
  const users = new UserNames(file);
  users.refresh();
  expect(users.nameOf(5)).toBe(undefined);
  for (const [name, second] of [
    ['anna', 1],
    ['berta', 2],
  ] as const) {
    writeFileSync(file, `${name}:x:5:5::/:/bin/sh\n`);
    utimesSync(file, second, second);
    users.refresh();
    expect(users.nameOf(5)).toBe(name);
  }
  rmSync(folder, { recursive: true });
  users.refresh();
  expect(users.nameOf(5)).toBe(undefined);
});

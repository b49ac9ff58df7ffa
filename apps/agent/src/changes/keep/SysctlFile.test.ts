import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { HostChange } from '@netstrata/protocol/types';
import { expect, test } from 'vitest';
import { host, RMEM, SOMAXCONN, scratch } from '../testing/keeperRig.ts';
import { SysctlFile } from './SysctlFile.ts';

const TIME_MS = Date.UTC(2027, 0, 15, 8);

const change = (id: string, values: Readonly<Record<string, string>>, because = 'why'): HostChange => ({
  id,
  state: 'kept',
  changes: Object.entries(values).map(([name, after]) => ({ ...host(name), before: '1', after })),
  by: 'person:ada@example.org',
  because,
  appliedMs: TIME_MS,
  persisted: { path: 'x', timeMs: TIME_MS },
});

function fileIn(text?: string | Buffer) {
  const path = join(scratch(), 'sysctl.d', '90-netstrata.conf');
  mkdirSync(dirname(path), { mode: 0o755 });
  if (text !== undefined) writeFileSync(path, text);
  return {
    path,
    file: new SysctlFile(path),
    text: () => readFileSync(path, 'utf8'),
    names: () => readdirSync(dirname(path)),
  };
}

test('each setting has a comment with who, when and why, and goes without a trace', async () => {
  const { file, path, text, names } = fileIn();
  await file.put(change('unit-1', { [SOMAXCONN]: '8192', [RMEM]: '4096 131072 8388608' }, 'größer'), TIME_MS);
  expect(text()).toBe(
    [
      '# Kept by Netstrata: each setting below a comment that begins with "# netstrata". Other lines are left as they are.',
      '# netstrata unit-1: 2027-01-15T08:00:00.000Z, person:ada@example.org: größer',
      'net.core.somaxconn = 8192',
      '# netstrata unit-1: 2027-01-15T08:00:00.000Z, person:ada@example.org: größer',
      'net.ipv4.tcp_rmem = 4096 131072 8388608',
      '',
    ].join('\n'),
  );
  expect([statSync(path).mode & 0o777, names()]).toEqual([0o644, ['90-netstrata.conf']]);
  expect(file.linesOf(change('unit-1', { [SOMAXCONN]: '1' }))).toBe('own');
  expect(file.linesOf(change('other-1', { [SOMAXCONN]: '1' }))).toBe('other');
  expect(file.linesOf(change('other-1', { 'net.core.rmem_max': '1' }))).toBe('none');
  await file.remove('other-1', []);
  await file.remove('unit-1', []);
  expect(names()).toEqual([]);
  await file.remove('unit-1', []);
});

test('lines of others stay, byte for byte, and so does the mode', async () => {
  const mine = Buffer.from(
    '# mine\r\nvm.swappiness=1\n\xff\xfe\0\n# netstrata odd: no setting follows\n\n  net.core.somaxconn = 5',
    'latin1',
  );
  const { file, path } = fileIn(mine);
  chmodSync(path, 0o600);
  await file.put(change('unit-1', { [SOMAXCONN]: '8192' }), TIME_MS);
  await file.put(change('unit-2', { [SOMAXCONN]: '9000', [RMEM]: '1 2 3' }), TIME_MS);
  const now = readFileSync(path);
  expect(now.subarray(0, mine.length)).toEqual(mine);
  expect(
    now
      .subarray(mine.length)
      .toString('utf8')
      .match(/^net.*$/gm),
  ).toEqual(['net.core.somaxconn = 9000', 'net.ipv4.tcp_rmem = 1 2 3']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await file.remove('unit-2', [change('unit-1', { [SOMAXCONN]: '8192' })]);
  expect(readFileSync(path, 'latin1').match(/^net.*$/gm)).toEqual(['net.core.somaxconn = 8192']);
  await file.remove('unit-1', []);
  expect(readFileSync(path)).toEqual(Buffer.concat([mine, Buffer.from('\n')]));
});

test('nothing is written through a link, in place of a folder, or where others may write', async () => {
  const refused = { name: 'ProtocolError', code: 'unavailable' };
  const linked = fileIn();
  const target = join(scratch(), 'target');
  writeFileSync(target, 'precious');
  symlinkSync(target, linked.path);
  const unit = change('unit-1', { [SOMAXCONN]: '8192' });
  await expect(linked.file.put(unit, TIME_MS)).rejects.toMatchObject({
    ...refused,
    message: expect.stringContaining('is a symbolic link'),
  });
  await expect(linked.file.remove('unit-1', [])).rejects.toMatchObject(refused);
  const draft = fileIn();
  symlinkSync(target, join(dirname(draft.path), '.90-netstrata.conf.draft'));
  await draft.file.put(unit, TIME_MS);
  expect([readFileSync(target, 'utf8'), draft.names()]).toEqual(['precious', ['90-netstrata.conf']]);
  const folder = fileIn();
  mkdirSync(folder.path);
  await expect(folder.file.put(unit, TIME_MS)).rejects.toMatchObject({
    ...refused,
    message: expect.stringContaining('is no regular file'),
  });
  const open = fileIn();
  chmodSync(dirname(open.path), 0o777);
  await expect(open.file.put(unit, TIME_MS)).rejects.toMatchObject({
    ...refused,
    message: expect.stringContaining('may write in'),
  });
  expect(existsSync(open.path)).toBe(false);
  const huge = fileIn(Buffer.alloc(1024 * 1024 + 1, 35));
  await expect(huge.file.put(unit, TIME_MS)).rejects.toMatchObject(refused);
  expect(statSync(huge.path).size).toBe(1024 * 1024 + 1);
});

test('a folder that is missing is made; what a crash left beside it goes', async () => {
  const path = join(scratch(), 'etc', 'sysctl.d', '90-netstrata.conf');
  const file = new SysctlFile(path);
  await file.tidy();
  await file.put(change('unit-1', { [SOMAXCONN]: '8192' }), TIME_MS);
  writeFileSync(join(dirname(path), '.90-netstrata.conf.draft'), 'torn');
  await file.tidy();
  expect(readdirSync(dirname(path))).toEqual(['90-netstrata.conf']);
});

test('an empty value cannot be said in such a file', async () => {
  const { file, path } = fileIn();
  await expect(file.put(change('unit-1', { 'net.ipv4.ip_local_reserved_ports': '' }), TIME_MS)).rejects.toMatchObject({
    code: 'bad-request',
  });
  expect(existsSync(path)).toBe(false);
});

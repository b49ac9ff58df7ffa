import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultsOf, hasChinese } from '../../metrics/src/zhCN/chinese.ts';
import { TUNABLES } from './catalog.ts';
import { changeable, DEVICE_SETTINGS } from './deviceCatalog.ts';
import { parseTunable } from './parse.ts';
import type { DeviceSetting, Tunable } from './types.ts';
import { REFUSALS, shapeWords, TUNABLE_TEXTS, tunableWords } from './zhCN.ts';

const ALL: readonly (Tunable | DeviceSetting)[] = [...TUNABLES, ...DEVICE_SETTINGS];
/** Titles that consist of names which Chinese engineers write as they are. */
const NAMES_ALONE = ['SYN cookie', 'TIME-WAIT socket', 'TCP Fast Open', 'Multipath TCP'];

function entry(name: string): Tunable | DeviceSetting {
  const found = changeable(name);
  if (found === undefined) throw new Error(name);
  return found;
}

test('every setting is described, and nothing else', () => {
  expect(Object.keys(TUNABLE_TEXTS).toSorted()).toEqual(ALL.map(({ name }) => name).toSorted());
  const files = (folder: string) =>
    readdirSync(new URL(folder, import.meta.url)).filter((file) => file.endsWith('.ts') && file !== 'units.ts');
  expect(files('./catalog/zh-CN/')).toEqual(files('./catalog/'));
});

test('words are Chinese, names and numbers the same', () => {
  const faults = ALL.flatMap((english) => {
    const words = tunableWords(english);
    const pairs = [
      [words.title, english.title],
      [words.help, english.help],
      [words.cost, english.cost],
      [words.defaultDerivation ?? '', english.defaultDerivation ?? ''],
    ] as const;
    const untold = pairs.flatMap(([chinese, text]) =>
      (text === '') === (chinese === '') && (hasChinese(chinese) || text === '' || NAMES_ALONE.includes(chinese))
        ? []
        : [`not told: ${text}`],
    );
    const ends = [words.help, words.cost].filter((text) => !text.endsWith('。'));
    return [...untold, ...ends, ...pairs.flatMap(([chinese, text]) => faultsOf(chinese, text))].map(
      (fault) => `${english.name}: ${fault}`,
    );
  });
  expect(faults).toEqual([]);
});

test('every unit has a word', () => {
  const kept = ALL.filter((english) => tunableWords(english).unit === english.unit);
  expect(kept.map(({ unit }) => unit)).toEqual([]);
});

test.each([
  ['net.core.somaxconn', undefined, '一个整数，0 到 2147483647'],
  ['net.ipv4.ip_local_port_range', undefined, '两个整数，1 到 65535，每个不小于前一个'],
  ['net.ipv4.tcp_congestion_control', ['cubic', 'bbr'], 'cubic、bbr 之一'],
  ['net.ipv4.ip_local_reserved_ports', undefined, '端口和端口范围，如 8080,9148-9150，或留空'],
  ['sysfs.rps_flow_cnt', undefined, '一个整数，0 到 1048576，0 或 2 的幂'],
])('what %s takes', (name, offered, words) => {
  expect(shapeWords(entry(name), offered)).toBe(words);
});

test('masks name how many CPUs there are', () => {
  expect(shapeWords(entry('sysfs.rps_cpus'), undefined, { cpus: 2 })).toBe(
    '十六进制的 CPU 掩码，如 ff 或 00000001,ffffffff，限前 2 个 CPU',
  );
});

test('refusals have words', () => {
  const parsed = parseTunable(entry('net.core.somaxconn'), '-1');
  expect(parsed.ok ? '' : REFUSALS[parsed.error.code]).toBe('不是普通的十进制数');
});

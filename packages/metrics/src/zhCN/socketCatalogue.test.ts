import { expect, test } from 'vitest';
import { FIELDS } from '../socketDetail/catalog/zh-CN/fields.ts';
import { OPTION_WORDS, OPTIONS } from '../socketDetail/catalog/zh-CN/options.ts';
import { socketCatalogue } from '../socketDetail/index.ts';
import { faultsOf, hasChinese } from './chinese.ts';
import { socketCatalogueWords } from './socketCatalogue.ts';

const english = socketCatalogue();
const chinese = socketCatalogueWords(english);
/** Titles that Chinese engineers write as they are. */
const NAMES_ALONE = ['backlog', 'keepalive', 'token', 'accurate ECN', 'TOS', 'TTL'];

test('every field and option is described, and nothing else', () => {
  expect(Object.keys(FIELDS).toSorted()).toEqual(english.fields.map(({ id }) => id).toSorted());
  expect(Object.keys(OPTIONS).toSorted()).toEqual(english.options.map(({ name }) => name).toSorted());
  const words = new Set(english.options.flatMap((option) => Object.values(option.words ?? {})));
  expect(Object.keys(OPTION_WORDS).toSorted()).toEqual([...words].toSorted());
});

test('words are Chinese, names and numbers the same', () => {
  const rows = [...chinese.fields, ...chinese.options];
  const faults = [...english.fields, ...english.options].flatMap(({ title, help }, place) => {
    const row = rows[place];
    if (row === undefined) return ['missing'];
    const told = hasChinese(row.help) && (hasChinese(row.title) || NAMES_ALONE.includes(row.title));
    return [...(told ? [] : ['not told']), ...faultsOf(row.title, title), ...faultsOf(row.help, help)].map(
      (fault) => `${title}: ${fault}`,
    );
  });
  expect(faults).toEqual([]);
});

test('what a number stands for is in Chinese too, and the rest as it is', () => {
  const lock = chinese.options.find(({ name }) => name === 'SO_BUF_LOCK');
  expect(lock).toMatchObject({ title: '锁定的缓冲区', unit: 'text', usual: 0, words: { '3': '两者都由程序设定' } });
  expect(chinese.fields[0]).toMatchObject({ id: 'uid', group: 'who', title: '用户', kernelName: 'idiag_uid' });
});

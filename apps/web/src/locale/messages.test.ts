import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { expect, test } from 'vitest';
import { en } from '../../messages/en.ts';
import { zhCN } from '../../messages/zh-CN.ts';

type Tree = { readonly [key: string]: string | Tree };

const flat = (tree: Tree, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : flat(value, `${path}${key}.`),
  );

const english = new Map(flat(en));
const chinese = new Map(flat(zhCN));

/** The arguments and tags of a message. */
const holesOf = (elements: readonly MessageFormatElement[]): ReadonlySet<string> =>
  new Set(
    elements.flatMap((element) => {
      switch (element.type) {
        case TYPE.literal:
        case TYPE.pound:
          return [];
        case TYPE.plural:
        case TYPE.select:
          return [element.value, ...Object.values(element.options).flatMap(({ value }) => [...holesOf(value)])];
        case TYPE.tag:
          return [`<${element.value}>`, ...holesOf(element.children)];
        default:
          return [element.value];
      }
    }),
  );

test('both languages have the same keys', () => {
  expect([...chinese.keys()].toSorted()).toEqual([...english.keys()].toSorted());
});

test('no text is empty', () => {
  expect([...english, ...chinese].filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('every message can be read, and takes the same arguments in both languages', () => {
  const differing = [...english].flatMap(([key, text]) => {
    const holes = [...holesOf(parse(text))].toSorted();
    const others = [...holesOf(parse(chinese.get(key) ?? ''))].toSorted();
    return JSON.stringify(holes) === JSON.stringify(others) ? [] : [`${key}: ${holes.join(' ')} / ${others.join(' ')}`];
  });
  expect(differing).toEqual([]);
});

/** Where English has words of more than names and units, Chinese has Chinese. */
const isProse = (text: string): boolean => (text.replace(/\{[^{}]*\}/g, ' ').match(/\p{Ll}{3,}/gu) ?? []).length >= 3;

test('what is prose in English is written in Chinese', () => {
  const left = [...english].filter(([key, text]) => isProse(text) && !/\p{Script=Han}/u.test(chinese.get(key) ?? ''));
  expect(left).toEqual([]);
});

test('Chinese has a space between Chinese and Latin letters or digits', () => {
  const tight = [...chinese].filter(([, text]) =>
    /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u.test(text.replace(/\{[^{}]*\}/g, '{}')),
  );
  expect(tight).toEqual([]);
});

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { visibleStrings } from './visibleStrings.ts';

const SOURCE = join(import.meta.dirname, '..');

describe('texts in the code of a component are found', () => {
  test.each([
    ['<p>Two words</p>', ['Two words']],
    ['<p>{count} sockets</p>', ['sockets']],
    ["<p>{isOpen ? 'Open' : t('closed')}</p>", ['Open']],
    ['<p>{`$' + '{count} of $' + '{all} sockets`}</p>', ['of', 'sockets']],
    ["<p>{isOpen && 'Opened'}</p>", ['Opened']],
    ['<button aria-label="Close it" className="absent words" />', ['Close it']],
    ["<input placeholder={empty ? 'Type' : undefined} />", ['Type']],
    ['<Panel title="Sockets" id="two words" />', ['Sockets']],
    ['<p className="mt-1">{t(`states.$' + '{state}`)} · 5 % → {value}</p>', []],
    ["<p>{t('open')}</p>", []],
  ])('%s', (source, texts) => {
    expect(visibleStrings(`export const X = () => ${source};`)).toEqual(texts);
  });
});

test('every text that people see or hear is in the catalogues of messages', () => {
  const files = globSync('**/*.tsx', { cwd: SOURCE });
  expect(files.length).toBeGreaterThan(150);
  const found = files.flatMap((file) =>
    visibleStrings(readFileSync(join(SOURCE, file), 'utf8')).map((text) => `${file}: ${text}`),
  );
  expect(found).toEqual([]);
});

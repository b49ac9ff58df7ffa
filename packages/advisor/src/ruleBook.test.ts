import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { type Proof, ruleBook } from './ruleBook.ts';
import { RULES } from './rules/index.ts';

const LAB = new URL('../../lab/src/', import.meta.url);
const filesOf = (folder: string): readonly string[] =>
  existsSync(new URL(folder, LAB)) ? readdirSync(new URL(folder, LAB)) : [];

/** A test of the lab proves the rules that it names, but for those that it only wants to be silent. */
const tests = filesOf('rules/')
  .filter((name) => name.endsWith('.lab.test.ts'))
  .map((name) => [name, readFileSync(new URL(`rules/${name}`, LAB), 'utf8')] as const);
const scenarios = filesOf('scenarios/')
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => [basename(name, '.ts'), readFileSync(new URL(`scenarios/${name}`, LAB), 'utf8')] as const);
const names = (text: string, id: string): boolean =>
  text.split('\n').some((line) => line.includes(`'${id}'`) && !line.includes('staysSilent'));
const proofs = new Map<string, Proof>();
for (const { id } of RULES) {
  const proving = tests.filter(([, text]) => names(text, id)).map(([name]) => name);
  const scenario = scenarios.find(([, text]) => names(text, id))?.[0];
  if (proving.length > 0) proofs.set(id, { tests: proving, scenario });
}

it('docs/rules.md is what the rules say now; `npm run docs` renews it', async () => {
  await expect(ruleBook(RULES, proofs)).toMatchFileSnapshot('../../../docs/rules.md');
});

it('every rule has a section', () => {
  const book = ruleBook(RULES, proofs);
  for (const { id } of RULES) expect(book).toContain(`\n\`${id}\`\n`);
});

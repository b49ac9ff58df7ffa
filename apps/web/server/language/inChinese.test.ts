import { globSync, readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';
import { expect, test } from 'vitest';
import { faultsOf } from '../../../../packages/metrics/src/zhCN/chinese.ts';
import { inChinese } from './inChinese.ts';
import { SERVER_PHRASES } from './serverPhrases.ts';

const ROOT = new URL('../../../../', import.meta.url).pathname;

/** Where sentences are made that people meet on pages, or that the audit keeps. */
const SOURCES = [
  'apps/agent/src/changes/**/*.ts',
  'apps/agent/src/drift/*.ts',
  'apps/agent/src/details/**/*.ts',
  'apps/agent/src/sockets/**/*.ts',
  'apps/agent/src/uplink/answerOrders.ts',
  'apps/web/server/access/**/*.ts',
  'apps/web/server/advice/*.ts',
  'apps/web/server/agents/*.ts',
  'apps/web/server/api/**/*.ts',
  'apps/web/server/browsers/*.ts',
  'apps/web/server/changes/*.ts',
  'apps/web/server/details/*.ts',
  'apps/web/server/drift/*.ts',
  'apps/web/server/history/HistoryReader.ts',
  'apps/web/server/http/*.ts',
  'apps/web/server/sockets/*.ts',
  'packages/kernel/src/KernelError.ts',
  'packages/kernel/src/deviceSettings/*.ts',
  'packages/kernel/src/machine/missingPrivileges.ts',
  'packages/kernel/src/machine/whyRefused.ts',
  'packages/kernel/src/tracefs/traceRefusals.ts',
  'packages/kernel/src/sysctl/SysctlWriter.ts',
  'packages/protocol/src/driftWords.ts',
  'packages/tunables/src/parse.ts',
];
/** Files whose sentences go into a log or another program's file, which are statements for the store, or which stand in both languages there. */
const NO_SENTENCES =
  /\.test\.ts$|\/testing\/|exportAs\.ts$|advice\/withPast\.ts$|changes\/(load|verdict(Words)?)\.ts$|http\/(headers|listen)\.ts$/;
const RUN = /(?:\b[a-z][a-z’']*[,;:]? ){2}[a-z][a-z’']+/;

/** What goes to the log, to whoever starts the server, into a file of sysctls, or to another program. */
const SAID_ELSEWHERE = [
  /^The pages are not built yet: /,
  /^npm run agent -- /,
  /^mount -t tracefs /,
  /^(it said no hello|an agent was refused|its key was revoked|a newer connection took its place)$/,
  /^it is to bring again what could not be stored$/,
  /^(too many drifts within a minute|the history of advice|the ledger did not keep a new key)$/,
  /^(its name is none of a change|others may write it|it is torn, or none of this version|a change was taken back)$/,
  /^(Invalid email or password|this provider gives the person no role here|the view was not moved to a socket yet)$/,
  /^(no reason given|# Kept by Netstrata: .*)$/,
];
/** What a sentence is made of, with the whole one that is looked for instead. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ['a whole number', 'a whole number from 0 to 9'],
  ['two whole numbers', 'two whole numbers from 0 to 9, none below the one before'],
  ['three whole numbers', 'three whole numbers from 0 to 9'],
  [', none below the one before', 'three whole numbers from 0 to 9, none below the one before'],
  [', 0 or a power of two', 'a whole number from 0 to 9, 0 or a power of two'],
  [', of the first \0 CPUs', 'a mask of CPUs in hexadecimal, as ff or 00000001,ffffffff, of the first 4 CPUs'],
  ['\0 (or run it as root)', 'CAP_SYS_PTRACE (or run it as root)'],
  ['\0 in the initial user namespace', 'CAP_SYS_PTRACE in the initial user namespace'],
  [
    'lost when the host was started again: it was not set at boot',
    'a.b: lost when the host was started again: it was not set at boot',
  ],
  ['changed by somebody else since', 'a.b: changed by somebody else since'],
  ['this address takes none', 'unknown parameter "x": this address takes none'],
  [
    'no agent has reported from the machine of this server yet',
    'no agent has reported from the machine of this server yet: /api/v1/hosts lists them',
  ],
  ['there is no host "\0"', 'there is no host "x": /api/v1/hosts lists them'],
  ['\0: /api/v1/hosts lists them', 'there is no host "x": /api/v1/hosts lists them'],
  ['may be told to change settings', 'may be told to change settings, until 2026-11-29T15:46:18.966Z'],
  ['a welcome link', 'a link that is unknown, used or expired'],
  ['too many attempts: try again in \0', 'too many attempts: try again in 7 minutes'],
  ['no other is known to this agent', 'netns:7 is gone: no other is known to this agent.'],
  [
    'is no network namespace of this host',
    'netns:7 is no network namespace of this host: no other is known to this agent.',
  ],
  [', when it runs,', 'tuned, when it runs, sets it to 7 (profile x)'],
  ['\0: try again in \0 s', 'too many orders within a minute: try again in 7 s'],
  ['too many orders within a minute', 'too many orders within a minute: try again in 7 s'],
  ['too many previews within a minute', 'too many previews within a minute: try again in 7 s'],
  ['too many changes within a minute', 'too many changes within a minute: try again in 7 s'],
  ['too many changes of this host within a minute', 'too many changes of this host within a minute: try again in 7 s'],
  [
    'too many ways to the identity provider were begun',
    'too many ways to the identity provider were begun: try again in 7 s',
  ],
]);

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** The sentences in a file, their holes as `\0`; not those that are said to the log, of a word in both languages the English one. */
const sentencesIn = (source: string): readonly string[] => {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const node = value as Node;
    if (node.type === 'CallExpression' && isLog(node['callee'])) return;
    if (node.type === 'ImportDeclaration') return;
    if (node.type === 'StringLiteral') found.push(String(node['value']));
    if (node.type === 'TemplateLiteral')
      found.push((node['quasis'] as readonly { readonly cooked: string }[]).map(({ cooked }) => cooked).join('\0'));
    for (const part of Object.values(node)) walk(part);
  };
  walk(parseSync(source, { syntax: 'typescript' }).body);
  return found.filter((text) => RUN.test(text.replaceAll('\0', ' ')));
};

const isLog = (callee: unknown): boolean =>
  isNode(callee) &&
  callee.type === 'MemberExpression' &&
  /^(warn|error|info|debug)$/.test(String((callee['property'] as { value?: unknown }).value));

/** What stands in a hole, by what is tried. */
const SAMPLES = ['net.core.somaxconn', '7', 'no value was given', 'eth0', ''];

/** Whether there is Chinese for a sentence, with one thing or another in its holes. */
const isKnown = (sentence: string): boolean => {
  const holes = sentence.split('\0').length - 1;
  const filled = (choice: number): string => {
    let rest = choice;
    return sentence.replaceAll('\0', () => {
      const sample = SAMPLES[rest % SAMPLES.length] ?? '';
      rest = Math.floor(rest / SAMPLES.length);
      return sample;
    });
  };
  const choices = SAMPLES.length ** Math.min(holes, 3);
  for (let choice = 0; choice < choices; choice++) if (!RUN.test(inChinese(filled(choice).trim()))) return true;
  return false;
};

test('sentences that agents and this server make in English have their Chinese', () => {
  const files = globSync(SOURCES, { cwd: ROOT }).filter((file) => !NO_SENTENCES.test(file));
  const all = files.flatMap((file) => sentencesIn(readFileSync(ROOT + file, 'utf8')).map((text) => ({ file, text })));
  expect(all.length).toBeGreaterThan(250);
  const owed = all.filter(({ text }) => !SAID_ELSEWHERE.some((elsewhere) => elsewhere.test(text)));
  expect(
    owed.filter(({ text }) => !isKnown(PARTS.get(text) ?? text)).map(({ file, text }) => `${file}: ${text}`),
  ).toEqual([]);
});

test('phrases are Chinese, and have the same holes, names and numbers', () => {
  const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted();
  expect(SERVER_PHRASES.filter(([en, zh]) => String(holes(en)) !== String(holes(zh)))).toEqual([]);
  const plain = (text: string) => text.replaceAll(/ ?\{\w+\} ?/g, ' ').trim();
  expect(
    SERVER_PHRASES.flatMap(([en, zh]) => faultsOf(plain(zh), plain(en))).filter(
      (fault) => fault !== 'a space too many',
    ),
  ).toEqual([]);
});

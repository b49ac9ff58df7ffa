import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { bin, ROOT } from './root.mjs';
import { say } from './say.mjs';
import { runCommand } from './spawn.mjs';

/** What failed is told again at the end: its name and the first lines of why. @typedef {{ passed: number, failed: number, skipped: number, failures?: readonly string[] }} Counts */
/** @typedef {{ title: string, run: () => Promise<Counts> }} Step */
/** Steps that may run side by side, two at a time, begun in their order. @typedef {readonly Step[]} Group */

/**
 * A tool that is right or wrong as a whole: one passed or one failed, its output shown when wrong.
 * @param {string} title @param {string} command @param {readonly string[]} args @returns {Step}
 */
const tool = (title, command, args) => ({
  title,
  run: async () => {
    const { code, output } = await runCommand(command, args);
    if (code !== 0) say(output.trimEnd());
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  },
});

/**
 * A test runner that writes a JSON report; a runner that dies without one counts as a failure.
 * @param {{ title: string, command: string, args: (report: string) => readonly string[], env?: (report: string) => Record<string, string>, read: (report: any) => Counts }} options
 * @returns {Step}
 */
const runner = ({ title, command, args, env, read }) => ({
  title,
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'netstrata-report-'));
    const report = join(folder, 'report.json');
    try {
      const { code } = await runCommand(command, args(report), { echo: true, ...(env && { env: env(report) }) });
      const counts = read(JSON.parse(readFileSync(report, 'utf8')));
      return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
    } catch (error) {
      say(`${title}: no report (${error instanceof Error ? error.message : error})`);
      return { passed: 0, failed: 1, skipped: 0 };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
});

const TOLD_LINES = 12;
/** Of a line, such as a whole page that was read: what was looked for is often at its end. */
const TOLD_OF_LINE = 1200;

/** @param {string} line */
const bothEnds = (line) =>
  line.length <= TOLD_OF_LINE ? line : `${line.slice(0, TOLD_OF_LINE / 2)} … ${line.slice(-TOLD_OF_LINE / 2)}`;

/** @param {string} name @param {readonly string[]} messages */
const failureOf = (name, messages) => {
  const lines = stripVTControlCharacters(messages.join('\n'))
    .split('\n')
    .filter((line) => line.trim() !== '' && !/node_modules|node:internal/.test(line));
  return [name, ...lines.slice(0, TOLD_LINES).map((line) => `  ${bothEnds(line)}`)].join('\n');
};

/** @typedef {{ message?: string }} Trouble */
/** @typedef {{ title: string, ok: boolean, tests: { results: { errors: Trouble[] }[] }[] }} Spec */
/** @typedef {{ title: string, specs?: Spec[], suites?: Suite[] }} Suite what Playwright reports of a file, or of a describe in it */
/** @typedef {{ name: string, message?: string, assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }} File what Vitest reports of one */

/** @param {readonly Trouble[]} troubles */
const messagesOf = (troubles) => troubles.flatMap(({ message }) => message ?? []);

/** @param {Suite} suite @returns {readonly string[]} */
const failedIn = ({ title: within, specs = [], suites = [] }) => [
  ...specs
    .filter(({ ok }) => !ok)
    .map(({ title, tests }) =>
      failureOf(
        `${within} › ${title}`,
        messagesOf(tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors))),
      ),
    ),
  ...suites.flatMap((suite) => failedIn({ ...suite, title: `${within} › ${suite.title}` })),
];

/** @param {File} file @returns {readonly string[]} */
const failedOf = ({ name, message, assertionResults }) => [
  ...(message ? [failureOf(name, [message])] : []),
  ...assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => failureOf(`${name} › ${fullName}`, failureMessages)),
];

/** @param {'unit' | 'kernel' | 'lab'} project @param {{ title?: string, args?: readonly string[] }} [options] @returns {Step} */
export const vitest = (project, { title = `${project} tests`, args = [] } = {}) =>
  runner({
    title,
    command: bin('vitest'),
    args: (report) => [
      'run',
      '--project',
      project,
      ...args,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    read: (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests + (report.numFailedTestSuites > 0 && report.numFailedTests === 0 ? 1 : 0),
      skipped: report.numPendingTests,
      failures: report.testResults.flatMap(failedOf),
    }),
  });

/** @param {string} browser path of Chromium @returns {Step} */
export const playwright = (browser) =>
  runner({
    title: 'browser tests',
    command: bin('playwright'),
    args: () => ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'],
    env: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: report, NETSTRATA_CHROMIUM: browser }),
    read: ({ stats, errors, suites }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky + (errors.length > 0 && stats.unexpected === 0 ? 1 : 0),
      skipped: stats.skipped,
      failures: [
        ...(errors.length > 0 ? [failureOf('browser tests', messagesOf(errors))] : []),
        ...suites.flatMap(failedIn),
      ],
    }),
  });

/** Packages whose units are pure: their tests share the modules that they load, which is most of what such a test costs. */
const PURE = ['advisor', 'metrics', 'protocol', 'tunables'].map((name) => `packages/${name}/`);
const OTHERS = [
  ...['apps/', 'prisma-free-db/', 'scripts/'],
  ...readdirSync(join(ROOT, 'packages'))
    .map((name) => `packages/${name}/`)
    .filter((folder) => !PURE.includes(folder)),
];

/** @returns {Group} */
export const unitSteps = () => [
  vitest('unit', { title: 'unit tests of pure packages', args: ['--no-isolate', ...PURE] }),
  vitest('unit', { args: OTHERS }),
];

/** What is checked without running the product. @returns {Group} */
export const checkSteps = () => [
  tool('format and lint', bin('biome'), ['ci', '--reporter=summary', '.']),
  tool('house rules', 'node', ['scripts/house.mjs']),
  tool('types: agent, server, packages', bin('tsc'), ['-p', 'tsconfig.json']),
  tool('types: pages', bin('tsc'), ['-p', 'apps/web/tsconfig.json']),
  tool('types: browser tests', bin('tsc'), ['-p', 'e2e/tsconfig.json']),
  tool('layer arrows', bin('depcruise'), [
    '--config',
    '.dependency-cruiser.mjs',
    'apps',
    'packages',
    'prisma-free-db',
    'scripts',
  ]),
  tool('dead code', bin('knip'), ['--no-progress']),
];

const MOST_AT_ONCE = 2;

/**
 * Runs every step, group after group, the later ones too when an earlier one failed, and ends with the line `N passed, N failed`.
 * @param {readonly Group[]} groups @returns {Promise<number>} exit code
 */
export const runSteps = async (groups) => {
  const total = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} */
  const failures = [];
  /** @param {Step} step */
  const runOne = async ({ title, run }) => {
    const startMs = Date.now();
    const counts = await run();
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    failures.push(...(counts.failures ?? []));
    say(`${counts.failed === 0 ? 'ok  ' : 'FAIL'} ${title} (${((Date.now() - startMs) / 1000).toFixed(1)} s)`);
  };
  for (const group of groups) {
    const waiting = [...group];
    const lane = async () => {
      for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await runOne(step);
    };
    await Promise.all(Array.from({ length: MOST_AT_ONCE }, lane));
  }
  for (const failure of failures) say(failure);
  say(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
  return total.failed === 0 ? 0 : 1;
};

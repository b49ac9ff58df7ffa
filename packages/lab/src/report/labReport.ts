import type { LabRecord } from './record.ts';

/** A rule as the report speaks of it. */
export interface ReportedRule {
  readonly id: string;
  readonly title: string;
  readonly layer: string;
}

export interface LabRun {
  readonly rules: readonly ReportedRule[];
  readonly records: readonly LabRecord[];
  readonly tests: { readonly passed: number; readonly failed: number; readonly skipped: number };
  readonly kernel: string;
}

const of = <K extends LabRecord['kind']>(records: readonly LabRecord[], kind: K) =>
  records.filter((record): record is Extract<LabRecord, { kind: K }> => record.kind === kind);

const shortNumber = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(3));
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** What the kernel counted when the rule spoke first. */
const beforeOf = (records: readonly LabRecord[]): string => {
  const [first] = of(records, 'opened');
  return (first?.advice.evidence ?? [])
    .slice(0, 2)
    .map(({ metric, value, unit }) => `${metric} ${shortNumber(value)} ${unit}`)
    .join('; ');
};

/** What was set, and what was seen then. */
const afterOf = (records: readonly LabRecord[]): string => {
  const set = of(records, 'applied').flatMap(({ changes }) =>
    changes.map(({ tunable, current, proposed }) => `${tunable} ${current} -> ${proposed}`),
  );
  const still = of(records, 'still').map(({ counter, seconds }) => `${counter} stood still for ${seconds} s`);
  const closed = of(records, 'closed').length > 0 ? ['advice closed'] : [];
  return [...new Set([...set, ...still, ...closed])].join('; ');
};

const silenceOf = (records: readonly LabRecord[]): string => {
  const seconds = of(records, 'silent').reduce((sum, silent) => sum + silent.seconds, 0);
  return seconds === 0 ? '-' : `${Math.round(seconds)} s`;
};

/** The report of one run of the lab as Markdown: each rule that was provoked, and each that was not. */
export const labReport = ({ rules, records, tests, kernel }: LabRun): string => {
  const byRule = Map.groupBy(records, ({ rule }) => rule);
  const provoked = rules.filter(({ id }) => of(byRule.get(id) ?? [], 'opened').length > 0);
  const others = rules.filter((rule) => !provoked.includes(rule));
  const rows = provoked.map(({ id }) => {
    const seen = byRule.get(id) ?? [];
    const fired = of(seen, 'opened').length;
    const cells = [`\`${id}\``, `yes (${fired})`, silenceOf(seen), beforeOf(seen) || '-', afterOf(seen) || '-'];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  const rest = others.map(({ id, title }) => {
    const silent = silenceOf(byRule.get(id) ?? []);
    return `- \`${id}\` (${title})${silent === '-' ? '' : `, silent for ${silent} where it had to be`}`;
  });
  return `${[
    '# Lab report',
    `Linux ${kernel}. ${tests.passed} tests passed, ${tests.failed} failed, ${tests.skipped} were skipped. ${provoked.length} of ${rules.length} rules were provoked on this kernel.`,
    ['| rule | fired (times) | silent where it must be | before | after |', '|---|---|---|---|---|', ...rows].join(
      '\n',
    ),
    '## Not provoked here',
    'Their proof is in unit tests alone: at, below and above each threshold, and for each guard. Either this kernel lacks what it takes (a network card, a module), or the value is one of the whole host, which a test must not change.',
    rest.join('\n'),
  ].join('\n\n')}\n`;
};

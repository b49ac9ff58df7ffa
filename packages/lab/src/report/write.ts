/** Writes the report of a run of the lab: `node write.ts REPORT LOG RESULTS`, with the log of the tests and vitest's JSON. */
import { readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { RULES } from '@netstrata/advisor';
import { wordsOf } from '@netstrata/metrics';
import { labReport } from './labReport.ts';
import { readRecords } from './record.ts';

const [report = '', log = '', results = ''] = process.argv.slice(2);
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(results, 'utf8')) as Record<
  string,
  number
>;
const text = labReport({
  rules: RULES.map(({ id, layer, title }) => ({ id, layer, title: wordsOf(title, 'en') })),
  records: readRecords(log),
  tests: { passed: numPassedTests ?? 0, failed: numFailedTests ?? 0, skipped: numPendingTests ?? 0 },
  kernel: release(),
});
writeFileSync(report, text);
process.stdout.write(`The report is in ${report}.\n`);

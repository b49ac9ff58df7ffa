import { appendFileSync, readFileSync } from 'node:fs';
import type { Advice } from '../host/Advice.ts';

/** Where tests of the lab write what they saw of each rule, for the report; nothing is written without it. */
export const LOG_VARIABLE = 'NETSTRATA_LAB_LOG';

/** One thing that a test saw. Rules go by their id. */
export type LabRecord =
  | {
      readonly kind: 'opened';
      readonly rule: string;
      readonly advice: Pick<Advice, 'id' | 'title' | 'severity' | 'evidence' | 'changes'>;
    }
  | { readonly kind: 'silent'; readonly rule: string; readonly seconds: number }
  | { readonly kind: 'applied'; readonly rule: string; readonly changes: Advice['changes'] }
  | { readonly kind: 'still'; readonly rule: string; readonly counter: string; readonly seconds: number }
  | { readonly kind: 'closed'; readonly rule: string };

/** The rule of an id like "tcp-listen-overflow:127.0.0.1:80", or of a rule's own. */
export const ruleOf = (ruleOrId: string): string => ruleOrId.split(':', 1)[0] ?? ruleOrId;

/** Several processes append to one file: each record is one line, in one write. */
export const record = (seen: LabRecord): void => {
  const path = process.env[LOG_VARIABLE];
  if (path !== undefined && path !== '') appendFileSync(path, `${JSON.stringify(seen)}\n`);
};

/** What a log holds; a line that is cut short is left out. */
export const readRecords = (path: string): readonly LabRecord[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line) as LabRecord];
      } catch {
        return [];
      }
    });

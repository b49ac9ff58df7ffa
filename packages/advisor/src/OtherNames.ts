import type { Finding } from './types.ts';

type Named = Pick<Finding, 'subject' | 'formerly'>;

interface Names {
  readonly rule: string;
  readonly subject: string;
  /** What it was called since it is open. */
  readonly called: ReadonlySet<string>;
  /** What it is found by now. */
  readonly formerly: readonly string[];
}

/**
 * Under which names open advice is found. A program whose name becomes known, or whose connections change, is the same program: its advice
 * keeps the subject that it was opened with.
 */
export class OtherNames {
  /** By the id of open advice. */
  #open: ReadonlyMap<string, Names> = new Map();

  /** All names of what is open of a rule, its subject among them. */
  *of(rule: string): Generator<string, void> {
    for (const names of this.#open.values())
      if (names.rule === rule) {
        yield* names.called;
        yield* names.formerly;
      }
  }

  /** The subject under which a finding is open already, else its own. */
  subjectOf(rule: string, { subject, formerly = [] }: Named): string {
    if (this.#open.has(`${rule}:${subject}`)) return subject;
    const names = [subject, ...formerly];
    for (const open of this.#open.values())
      if (open.rule === rule && names.some((name) => open.called.has(name) || open.formerly.includes(name)))
        return open.subject;
    return subject;
  }

  /** After an evaluation. `found` has its findings by the id of their advice; `standing` the ids that are open now. */
  remember(
    found: ReadonlyMap<string, Named & Pick<Names, 'rule'>>,
    standing: Iterable<readonly [string, Named & Pick<Names, 'rule'>]>,
  ) {
    const next = new Map<string, Names>();
    for (const [id, { rule, subject }] of standing) {
      const before = this.#open.get(id);
      const now = found.get(id);
      const called = new Set([...(before?.called ?? []), subject, ...(now === undefined ? [] : [now.subject])]);
      next.set(id, { rule, subject, called, formerly: now?.formerly ?? before?.formerly ?? [] });
    }
    this.#open = next;
  }
}

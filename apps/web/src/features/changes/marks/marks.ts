import type { ChangeRecord } from '@netstrata/protocol/types';

export type MarkKind = 'applied' | 'kept' | 'undone';

/** Something that happened to a change, for charts over the same time. */
export interface ChangeMark {
  /** Distinguishes marks of one host. */
  readonly id: string;
  readonly kind: MarkKind;
  /** Unix ms. */
  readonly timeMs: number;
  /** `net.core.somaxconn = 4096`, as it is from then on. */
  readonly what: string;
}

const valuesOf = ({ changes }: ChangeRecord, side: 'before' | 'after'): readonly string[] =>
  changes.map((setting) => `${setting.tunable} = ${setting[side]}`);

/** When a host's changes were applied, kept and undone, oldest first; nothing for what was refused. `listed` puts several settings into words. */
export const marksOf = (
  changes: readonly ChangeRecord[],
  listed: (words: readonly string[]) => string,
): readonly ChangeMark[] =>
  changes
    .flatMap((change): readonly ChangeMark[] => {
      const { id, state, appliedMs, decidedMs, undo } = change;
      if (appliedMs === undefined || state === 'refused') return [];
      const marks: ChangeMark[] = [
        { id: `${id} applied`, kind: 'applied', timeMs: appliedMs, what: listed(valuesOf(change, 'after')) },
      ];
      if (state === 'kept' && decidedMs !== undefined)
        marks.push({ id: `${id} kept`, kind: 'kept', timeMs: decidedMs, what: listed(valuesOf(change, 'after')) });
      if (state === 'undone' && undo !== undefined)
        marks.push({
          id: `${id} undone`,
          kind: 'undone',
          timeMs: decidedMs ?? undo.timeMs,
          what: listed(valuesOf(change, 'before')),
        });
      return marks;
    })
    .toSorted((a, b) => a.timeMs - b.timeMs);

/** Those within a chart's time, both ends included. */
export const marksWithin = (marks: readonly ChangeMark[], fromMs: number, toMs: number): readonly ChangeMark[] =>
  marks.filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs);

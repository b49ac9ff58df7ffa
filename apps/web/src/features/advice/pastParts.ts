import type { TunableChange } from '@netstrata/advisor/types';

export interface PastParts {
  readonly direction: 'raised' | 'lowered' | 'changed';
  /** The number that moved where it is one of several; else the whole values. */
  readonly from: string;
  readonly to: string;
}

/** What moved when a setting was changed, and which way. */
export const pastParts = ({
  before,
  after,
}: Pick<NonNullable<TunableChange['past']>, 'before' | 'after'>): PastParts => {
  const [was, is] = [before.trim().split(/\s+/), after.trim().split(/\s+/)];
  const moved = was.length === is.length ? was.flatMap((each, at) => (each === is[at] ? [] : [at])) : [];
  const [only = -1] = moved;
  const [from, to] = moved.length === 1 ? [was[only] ?? '', is[only] ?? ''] : [before, after];
  const step = from === '' || to === '' ? Number.NaN : Number(to) - Number(from);
  if (Number.isNaN(step)) return { direction: 'changed', from, to };
  return { direction: step > 0 ? 'raised' : 'lowered', from, to };
};

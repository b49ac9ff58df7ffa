const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/**
 * The next value with every part that did not change taken from the one before, so that a component that selects an
 * unchanged part sees the same reference and does not render. Returns `before` itself when nothing changed.
 * For trees of plain objects, arrays and primitives, as messages are.
 */
export const share = <T>(before: unknown, next: T): T => {
  if (Object.is(before, next)) return next;
  if (!isPlain(before) || !isPlain(next) || Array.isArray(before) !== Array.isArray(next)) return next;
  const keys = Object.keys(next);
  let same = Object.keys(before).length === keys.length;
  const merged: Record<string, unknown> = {};
  for (const key of keys) {
    const value = share(before[key], next[key]);
    merged[key] = value;
    same &&= key in before && Object.is(value, before[key]);
  }
  if (same) return before as T;
  return (Array.isArray(next) ? keys.map((key) => merged[key]) : merged) as T;
};

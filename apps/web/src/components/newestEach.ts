/** Of entries that come the newest first, the newest with each key. */
export const newestEach = <T>(entries: readonly T[], keyOf: (entry: T) => string): ReadonlySet<T> =>
  new Set(new Map(entries.toReversed().map((entry) => [keyOf(entry), entry])).values());

/** Something that is loaded once when somebody first asks for it, and told to all who wait. */
export interface LazyWords<T> {
  readonly get: () => T | undefined;
  readonly subscribe: (changed: () => void) => () => void;
}

export const lazyWords = <T>(load: () => Promise<T>): LazyWords<T> => {
  const waiting = new Set<() => void>();
  let loaded: T | undefined;
  let isAsked = false;
  const ask = async (): Promise<void> => {
    isAsked = true;
    try {
      loaded = await load();
      for (const changed of waiting) changed();
    } catch {
      // Offline for a moment: who asks next tries again, and reads English until then.
      isAsked = false;
    }
  };
  return {
    get: () => loaded,
    subscribe: (changed) => {
      waiting.add(changed);
      if (!isAsked) void ask();
      return () => waiting.delete(changed);
    },
  };
};

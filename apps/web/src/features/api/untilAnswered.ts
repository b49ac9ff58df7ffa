/**
 * Asks at once, and `againMs` after each failure once more, until `load` resolves.
 * @returns what ends it, for an effect to return
 */
export const untilAnswered = (load: (signal: AbortSignal) => Promise<void>, againMs: number): (() => void) => {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const attempt = async (): Promise<void> => {
    try {
      await load(stop.signal);
    } catch {
      if (!stop.signal.aborted) timer = setTimeout(() => void attempt(), againMs);
    }
  };
  void attempt();
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
};

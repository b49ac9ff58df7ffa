/** Gives a function that is true until `ms` have passed: long work looks at it between two steps. */
export const timeLimit = (ms: number): (() => boolean) => {
  const endMs = performance.now() + ms;
  return () => performance.now() < endMs;
};

/** Marsaglia's xorshift with 32 bits of state: the same numbers in [0, 1) for the same seed, whatever the machine. */
export const randomFrom = (seed: number): (() => number) => {
  // A state of zero would stay zero.
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
};

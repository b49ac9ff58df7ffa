/** Eight steps round a small square, so that no pixel shows the same edge for longer than a minute. In pixels. */
const STEPS = [
  [0, 0],
  [2, 1],
  [3, 3],
  [1, 2],
  [-1, 3],
  [-3, 1],
  [-2, -2],
  [1, -3],
] as const;

/** Where the picture stands in a minute: screens that burn in wear evenly. */
export const pixelShift = (timeMs: number): readonly [x: number, y: number] =>
  STEPS[Math.floor(timeMs / 60_000) % STEPS.length] ?? [0, 0];

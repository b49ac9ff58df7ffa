const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 30, 60].map((days) => days * DAY_MS),
];

/** Whole steps of the reader's clock between two moments, at most `most` of them. `zoneMs` is its zone: local time minus UTC. */
export const timeTicks = (
  fromMs: number,
  toMs: number,
  { most, zoneMs }: { most: number; zoneMs: number },
): number[] => {
  const stepMs = STEPS_MS.find((step) => (toMs - fromMs) / step <= most) ?? DAY_MS * 90;
  const first = Math.ceil((fromMs + zoneMs) / stepMs) * stepMs - zoneMs;
  return Array.from({ length: Math.max(0, Math.floor((toMs - first) / stepMs) + 1) }, (_, n) => first + n * stepMs);
};

/** How a moment is written on an axis of that length: with seconds when it is short, with the day when it is long. */
export const tickStyle = (spanMs: number): 'second' | 'minute' | 'moment' | 'day' => {
  if (spanMs < 4 * MINUTE_MS) return 'second';
  if (spanMs <= 20 * HOUR_MS) return 'minute';
  return spanMs <= 6 * DAY_MS ? 'moment' : 'day';
};

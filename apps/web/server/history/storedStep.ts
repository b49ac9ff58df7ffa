const DAY_MS = 86_400_000;

/** How far apart points of that age are kept: the second a day, the minute 30 days. */
export function storedStep(ageMs: number): number {
  if (ageMs <= DAY_MS) return 1000;
  return ageMs <= 30 * DAY_MS ? 60_000 : 3_600_000;
}

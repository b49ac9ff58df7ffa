const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Tier numbers as stored. Raw ticks, one-minute and one-hour points. */
export const TIER = { raw: 0, minute: 1, hour: 2 } as const;
export type Tier = (typeof TIER)[keyof typeof TIER];

/** How far apart a tier's points are and how long a stretch one block of it holds. */
export const TIERS: Readonly<Record<Tier, { readonly stepMs: number; readonly blockMs: number }>> = {
  [TIER.raw]: { stepMs: SECOND_MS, blockMs: 5 * MINUTE_MS },
  [TIER.minute]: { stepMs: MINUTE_MS, blockMs: HOUR_MS },
  [TIER.hour]: { stepMs: HOUR_MS, blockMs: DAY_MS },
};

export const startOf = (timeMs: number, lengthMs: number): number => Math.floor(timeMs / lengthMs) * lengthMs;

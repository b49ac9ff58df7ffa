/** Bytes a second, a megabit: of what moves less it cannot be told who sets the pace, and nobody waits for it as a rule. */
export const QUIET_BYTES_PER_SECOND = 125_000;

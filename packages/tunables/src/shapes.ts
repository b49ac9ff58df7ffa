import type { TunableShape } from './types.ts';

/** The largest value of the kernel's `int`, which most sysctls are. */
export const INT_MAX = 2_147_483_647;
export const UINT_MAX = 4_294_967_295;
/** Seconds that the kernel keeps as jiffies: the most that fits an int at 1,000 ticks a second, the finest clock it has. */
export const SECONDS_MAX = 2_147_483;
/** Pages and bytes kept as `long`: 4 PiB of 4 KiB pages, beyond any machine and exact as a JavaScript number. */
export const LONG_MAX = 2 ** 40;

export const integer = (min: number, max: number): TunableShape => ({ kind: 'integer', min, max });
/** Off and on. The kernel takes up to 255 for some of these, and means "on" by all of them. */
export const FLAG: TunableShape = integer(0, 1);

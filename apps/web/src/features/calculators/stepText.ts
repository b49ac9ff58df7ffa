import type { Step } from '@netstrata/advisor/calculators';
import { type FormatOptions, formatValue } from '@netstrata/metrics';

/** An amount in words that are read at a glance, and to the digit where those are rounded. */
export interface StepText {
  readonly text: string;
  readonly exact: string | undefined;
}

const KIB = 1024;
/** Above this, whole numbers say more than significant digits. */
const LARGE = 1000;

/** To the digit, or to four of them below a thousand: without separators, as the kernel takes it. */
export const exactNumber = (value: number): string =>
  String(value >= LARGE ? Math.round(value) : Number(value.toPrecision(4)));

/** A step of a calculation, long times in the reader's language; undefined where it never ends. */
export const stepText = (
  { value, unit }: Pick<Step, 'value' | 'unit'>,
  options?: FormatOptions,
): StepText | undefined => {
  if (!Number.isFinite(value)) return undefined;
  switch (unit) {
    case 'bytes':
      return value < KIB
        ? { text: `${exactNumber(value)} B`, exact: undefined }
        : { text: formatValue(value, unit), exact: `${Math.round(value)} B` };
    case 'seconds':
    case 'bytes/s':
      return { text: formatValue(value, unit, options), exact: undefined };
    case 'connections/s':
    case 'packets/s':
      return { text: `${exactNumber(value)}/s`, exact: undefined };
    default:
      return { text: exactNumber(value), exact: undefined };
  }
};

import { type FormatOptions, formatValue } from '@netstrata/metrics';

/** Where people begin to say times otherwise: "2 h 0 min" for 7200 seconds, "8.00 ms" for 8000 microseconds. */
const TIMES: Readonly<Record<string, readonly [seconds: number, from: number]>> = {
  seconds: [1, 120],
  milliseconds: [1e-3, 1000],
  microseconds: [1e-6, 1000],
  nanoseconds: [1e-9, 1000],
};

/** Bytes, pages and times as people say them: "4.00 KiB", "128 KiB", "2 h 0 min"; undefined where the number already says it. */
export const amountOf = (value: string, unit: string, options: FormatOptions): readonly string[] | undefined => {
  const sizes: Readonly<Record<string, number | undefined>> = {
    bytes: 1,
    kibibytes: 1024,
    pages: options.pageSizeBytes,
  };
  const bytes = sizes[unit];
  const [factor, from] = bytes === undefined ? (TIMES[unit] ?? []) : [bytes, 1024 / bytes];
  if (factor === undefined || from === undefined || value === '') return undefined;
  const numbers = value.split(' ').map(Number);
  if (!numbers.every(Number.isFinite) || !numbers.some((each) => each >= from)) return undefined;
  return numbers.map((each) => formatValue(each * factor, bytes === undefined ? 'seconds' : 'bytes', options));
};

import type { FilterUnit } from './fields.ts';

const DECIMAL = { k: 1e3, m: 1e6, g: 1e9, t: 1e12 } as const;
const BINARY = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 } as const;
/** Microseconds. */
const TIMES: Readonly<Record<string, number>> = { '': 1000, us: 1, µs: 1, ms: 1000, s: 1e6, m: 60e6 };
const AMOUNT = /^(\d{1,15}(?:\.\d{1,9})?)\s*([a-zµ%/]*)$/;
const SIZE = /^([kmgt]?)(i?)(b|bit)?(?:\/s|ps)?$/;

/** What is written right of a comparison. Sizes are in bytes, times in microseconds, shares from 0 to 1. */
export interface Amount {
  readonly value: number;
  /** It was written with a percent sign. */
  readonly isShare: boolean;
}

/** Undefined for what is no amount of this unit. A number alone is bytes, milliseconds, percent. */
export function amountOf(text: string, unit: FilterUnit): Amount | undefined {
  const [, digits, suffix = ''] = AMOUNT.exec(text.toLowerCase()) ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  if (suffix === '%') return unit === 'share' || unit === 'memory' ? { value: number / 100, isShare: true } : undefined;
  const value = number * (factorOf(suffix, unit) ?? Number.NaN);
  return Number.isFinite(value) ? { value, isShare: false } : undefined;
}

function factorOf(suffix: string, unit: FilterUnit): number | undefined {
  switch (unit) {
    case 'port':
      return suffix === '' ? 1 : undefined;
    case 'share':
      return suffix === '' ? 0.01 : undefined;
    case 'time':
      return Object.hasOwn(TIMES, suffix) ? TIMES[suffix] : undefined;
    case 'count':
      return sizeOf(suffix, false);
    case 'bytes':
    case 'memory':
    case 'rate':
      return sizeOf(suffix, true);
  }
}

function sizeOf(suffix: string, hasUnit: boolean): number | undefined {
  const match = SIZE.exec(suffix);
  if (match === null) return undefined;
  const [, prefix = '', binary, named] = match;
  if (!hasUnit && (binary !== '' || named !== undefined)) return undefined;
  const scale = prefix === '' ? 1 : (binary === 'i' ? BINARY : DECIMAL)[prefix as keyof typeof DECIMAL];
  return named === 'bit' ? scale / 8 : scale;
}

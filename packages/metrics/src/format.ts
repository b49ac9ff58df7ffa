import type { DisplayUnit } from './stack/types.ts';
import type { Unit } from './types.ts';
import { type Locale, type Words, words } from './words/index.ts';

/** What stands for a value that is not known. */
export const UNKNOWN_TEXT = '–';

export interface FormatOptions {
  /** Bytes of a page, to show `pages` as bytes; without it pages stay a count. */
  readonly pageSizeBytes?: number;
  /** Say what is counted: "12 packets/s" instead of "12/s". */
  readonly noun?: boolean;
  /** Bytes and counts to the digit, as somebody has set them: "1500 B", "10,000". */
  readonly exact?: boolean | undefined;
  /** Of nouns and words; English unless said. */
  readonly locale?: Locale;
}

const IEC = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const SI = ['', 'k', 'M', 'G', 'T', 'P'];

/** Three significant digits, at most two decimals, so that a column of numbers keeps its width. */
function digits(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.005) return value < 0 ? '>-0.01' : '<0.01';
  if (size < 9.995) return value.toFixed(2);
  return size < 99.95 ? value.toFixed(1) : value.toFixed(0);
}

/** A value and the prefix it reads best with; 999.5 and more goes to the next one. */
function scaled(value: number, base: number, prefixes: readonly string[]): readonly [number, string] {
  let step = 0;
  let rest = value;
  while (Math.abs(rest) >= 999.5 && step < prefixes.length - 1) {
    rest /= base;
    step += 1;
  }
  return [rest, prefixes[step] ?? ''];
}

/** Four digits are read without a comma. */
const EXACT = new Intl.NumberFormat('en', { useGrouping: 'min2' });

function bytes(value: number, isExact = false): string {
  if (isExact) return `${EXACT.format(value)} B`;
  const [rest, prefix] = scaled(value, 1024, IEC);
  return prefix === 'B' && Number.isInteger(rest) ? `${rest} B` : `${digits(rest)} ${prefix}`;
}

function bits(bitsPerSecond: number): string {
  const [rest, prefix] = scaled(bitsPerSecond, 1000, SI);
  return `${digits(rest)} ${prefix}bit/s`;
}

function count(value: number, isExact = false): string {
  if (isExact) return EXACT.format(value);
  const [rest, prefix] = scaled(value, 1000, SI);
  return prefix === '' && Number.isInteger(rest) ? String(rest) : `${digits(rest)}${prefix}`;
}

function duration(microseconds: number, locale: Locale | undefined): string {
  const size = Math.abs(microseconds);
  if (size === 0) return '0 s';
  if (size < 999.5) return `${Number.isInteger(microseconds) ? microseconds : digits(microseconds)} µs`;
  if (size < 999_500) return `${digits(microseconds / 1e3)} ms`;
  return size < 120e6 ? `${digits(microseconds / 1e6)} s` : formatAge(microseconds / 1e3, locale);
}

const NOUNS: Partial<Record<Unit, readonly [one: string, many: string]>> = {
  packets: ['packet', 'packets'],
  segments: ['segment', 'segments'],
  datagrams: ['datagram', 'datagrams'],
  connections: ['connection', 'connections'],
  sockets: ['socket', 'sockets'],
  events: ['event', 'events'],
  pages: ['page', 'pages'],
};

/** With the word that Chinese counts them by. */
const CHINESE_NOUNS: Partial<Record<Unit, string>> = {
  packets: '个包',
  segments: '个报文段',
  datagrams: '个数据报',
  connections: '个连接',
  sockets: '个套接字',
  events: '次',
  pages: '页',
};

function counted(value: number, unit: Unit, options: FormatOptions): string {
  const text = count(value, options.exact);
  if (options.noun !== true) return text;
  const [one, many] = NOUNS[unit] ?? [];
  const noun = options.locale === 'zh-CN' ? CHINESE_NOUNS[unit] : value === 1 ? one : many;
  return noun === undefined ? text : `${text} ${noun}`;
}

function raw(value: number, unit: Unit, options: FormatOptions): string {
  switch (unit) {
    case 'count':
    case 'packets':
    case 'segments':
    case 'datagrams':
    case 'connections':
    case 'sockets':
    case 'events':
      return counted(value, unit, options);
    case 'bytes':
      return bytes(value, options.exact);
    case 'pages':
      return options.pageSizeBytes === undefined ? counted(value, unit, options) : bytes(value * options.pageSizeBytes);
    case 'bytes/s':
      return bits(value * 8);
    case 'mbit/s':
      return bits(value * 1e6);
    case 'milliseconds':
      return duration(value * 1e3, options.locale);
    case 'microseconds':
      return duration(value, options.locale);
    case 'seconds':
      return duration(value * 1e6, options.locale);
    case 'share':
      return `${digits(value * 100)} %`;
    case 'percent':
      return `${digits(value)} %`;
    case 'boolean':
      if (options.locale === 'zh-CN') return value === 0 ? '否' : '是';
      return value === 0 ? 'no' : 'yes';
  }
}

/**
 * A value in the unit it reads best in: memory in KiB, MiB; bytes a second as bit/s, as links are named; counts with k, M,
 * G; times from µs up. Unknown is "–".
 */
export function formatValue(value: number | null | undefined, unit: DisplayUnit, options: FormatOptions = {}): string {
  if (value === undefined || value === null || Number.isNaN(value)) return UNKNOWN_TEXT;
  if (unit === 'bytes/s') return bits(value * 8);
  if (!isRate(unit)) return raw(value, unit, options);
  const base = unit.slice(0, -2) as Unit;
  return `${raw(value, base, options)}/s`;
}

/** Growth a second of a counter in `unit`. */
export function formatRate(perSecond: number | null | undefined, unit: Unit, options: FormatOptions = {}): string {
  return formatValue(perSecond, `${unit}/s`, options);
}

/** A value in every language: they differ by nouns and words. */
export function valueWords(value: number | null | undefined, unit: DisplayUnit, options: FormatOptions = {}): Words {
  return words(formatValue(value, unit, options), formatValue(value, unit, { ...options, locale: 'zh-CN' }));
}

const AGE_UNITS = {
  en: { s: 's', min: 'min', h: 'h', d: 'd' },
  'zh-CN': { s: '秒', min: '分', h: '小时', d: '天' },
} as const satisfies Record<Locale, object>;

/** How long ago, in the two largest parts: "3 s", "2 min 5 s", "3 h 12 min", "2 d 4 h". Never below zero. */
export function formatAge(ageMs: number | null | undefined, locale: Locale = 'en'): string {
  if (ageMs === undefined || ageMs === null || Number.isNaN(ageMs)) return UNKNOWN_TEXT;
  const seconds = Math.max(0, Math.floor(ageMs / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const { s, min, h, d } = AGE_UNITS[locale];
  if (seconds < 60) return `${seconds} ${s}`;
  if (minutes < 60) return `${minutes} ${min} ${seconds % 60} ${s}`;
  if (hours < 24) return `${hours} ${h} ${minutes % 60} ${min}`;
  return `${Math.floor(hours / 24)} ${d} ${hours % 24} ${h}`;
}

function isRate(unit: DisplayUnit): unit is `${Unit}/s` {
  return unit.endsWith('/s') && unit !== 'mbit/s' && unit !== 'bytes/s';
}

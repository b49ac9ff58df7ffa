import {
  formatRate,
  formatValue,
  type Locale,
  type SocketCatalogue,
  type SocketDetail,
  type SocketFieldValue,
  type SocketGroup,
} from '@netstrata/metrics';
import type { SocketWords } from '../words.ts';

type SocketField = SocketCatalogue['fields'][number];

/** One line of the sheet. */
export interface DetailRow {
  readonly id: string;
  readonly title: string;
  readonly kernelName: string;
  readonly help: string;
  readonly value: string;
  /** Growth a second, of counters. */
  readonly rate?: string | undefined;
  /** Says nothing: zero, or what every socket has that nobody touched. */
  readonly quiet: boolean;
}

export interface DetailGroup {
  readonly id: SocketGroup;
  readonly rows: readonly DetailRow[];
}

/** In which words. */
export interface Speech {
  readonly t: SocketWords;
  readonly locale: Locale;
}

const QUIET: ReadonlySet<SocketFieldValue> = new Set([0, false, '', 'none']);

const valueText = (value: SocketFieldValue, unit: SocketField['unit'], { t, locale }: Speech): string => {
  if (typeof value === 'boolean') return t(value ? 'detail.yes' : 'detail.no');
  if (typeof value === 'string' || unit === 'text') return String(value);
  if (unit === 'packet-bytes') return `${value} B`;
  return formatValue(value, unit, { noun: true, locale });
};

/** Time that grows is a share of the time that passes. */
const rateText = (perSecond: number, { unit }: SocketField): string => {
  if (unit === 'text' || unit === 'packet-bytes') return '';
  if (unit === 'microseconds') return formatValue(Math.min(1, perSecond / 1e6), 'share');
  if (unit === 'milliseconds') return formatValue(Math.min(1, perSecond / 1e3), 'share');
  return formatRate(perSecond, unit);
};

const rateOf = (field: SocketField, now: SocketDetail, before: SocketDetail | undefined): string | undefined => {
  if (field.kind !== 'counter' || before === undefined) return undefined;
  const [newer, older] = [now.fields[field.id], before.fields[field.id]];
  const seconds = (now.timeMs - before.timeMs) / 1000;
  if (typeof newer !== 'number' || typeof older !== 'number' || newer < older || seconds <= 0) return undefined;
  return newer === older ? undefined : rateText((newer - older) / seconds, field);
};

/** Everything the kernel said of a socket, group by group; groups without anything are left out. */
export const groupsOf = (
  { groups, fields }: SocketCatalogue,
  { now, before }: { readonly now: SocketDetail; readonly before: SocketDetail | undefined },
  speech: Speech,
): readonly DetailGroup[] =>
  groups.flatMap((id) => {
    const rows = fields.flatMap((field): DetailRow[] => {
      const value = field.group === id ? now.fields[field.id] : undefined;
      if (value === undefined) return [];
      const { title, kernelName, help } = field;
      const rate = rateOf(field, now, before);
      const quiet = rate === undefined && QUIET.has(value);
      return [{ id: field.id, title, kernelName, help, value: valueText(value, field.unit, speech), rate, quiet }];
    });
    return rows.length === 0 ? [] : [{ id, rows }];
  });

/** The options that were read, in the order of the catalogue. */
export const optionRows = (
  catalogue: SocketCatalogue,
  { options = {} }: SocketDetail,
  speech: Speech,
): readonly DetailRow[] =>
  catalogue.options.flatMap(({ name, title, help, unit, words, usual }): DetailRow[] => {
    const value = options[name];
    if (value === undefined) return [];
    const meaning = words?.[String(value)] ?? valueText(value, unit, speech);
    return [{ id: name, title, kernelName: name, help, value: meaning, quiet: usual === value }];
  });

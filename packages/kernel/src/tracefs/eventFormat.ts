import { excerpt, linesOf, malformed } from '../text/lines.ts';
import { parseUnsigned } from '../text/numbers.ts';

/** Where one field of an event lies. */
export interface EventField {
  readonly offset: number;
  /** Bytes, of all elements of an array. */
  readonly size: number;
  readonly signed: boolean;
}

/** How the running kernel writes one event. */
export interface EventFormat {
  /** What `common_type` holds in a record of this event. */
  readonly id: number;
  readonly fields: ReadonlyMap<string, EventField>;
  /** The names that the `print fmt` gives to the values of a field; empty for a field that it prints as a number. */
  readonly symbols: (field: string) => ReadonlyMap<number, string>;
}

const FIELD = /^\tfield:[^;]*?(\w+)(?:\[\w*\])?;\toffset:(\d+);\tsize:(\d+);\tsigned:([01]);$/;
/** The trace buffer holds no larger event: a page less its header. */
const LARGEST_RECORD_BYTES = 65_536;
const SYMBOLIC_PAIR = /\{ (\d+), "(\w{1,64})" \}/g;

/**
 * events/SYSTEM/EVENT/format of tracefs: the number of an event, offset and size of each of its fields, and how it is printed.
 * Fields differ by kernel version, which is why they are looked up by name and never by place. Enumerations print as
 * `__print_symbolic(REC->field, { 2, "NAME" }, …)`, with numbers where the kernel resolves its names for tracing (4.1 and newer).
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/kernel/trace/trace_events.c?h=v6.18 (f_show)
 */
export function parseEventFormat(path: string, text: string): EventFormat {
  let id: number | undefined;
  let print = '';
  const fields = new Map<string, EventField>();
  for (const line of linesOf(path, text)) {
    if (line.startsWith('ID: ')) id = parseUnsigned(path, line.slice(4));
    else if (line.startsWith('print fmt: ')) print = line;
    else if (line.startsWith('\tfield:')) {
      const [name, field] = fieldOf(path, line);
      fields.set(name, field);
    }
  }
  if (id === undefined || id > 0xffff) throw malformed(path, 'the ID is missing');
  return { id, fields, symbols: (field) => symbolsIn(print, field) };
}

function fieldOf(path: string, line: string): [name: string, field: EventField] {
  const match = FIELD.exec(line);
  const [, name = '', offset = '', size = '', signed] = match ?? [];
  if (match === null) throw malformed(path, `${excerpt(line)} is no field`);
  const field = { offset: Number(offset), size: Number(size), signed: signed === '1' };
  if (field.offset + field.size > LARGEST_RECORD_BYTES) throw malformed(path, `${name} lies beyond any record`);
  return [name, field];
}

function symbolsIn(print: string, field: string): Map<number, string> {
  const start = print.indexOf(`__print_symbolic(REC->${field}, `);
  const symbols = new Map<number, string>();
  if (start < 0) return symbols;
  const list = print.slice(start, print.indexOf('})', start) + 1);
  for (const [, value, name = ''] of list.matchAll(SYMBOLIC_PAIR)) symbols.set(Number(value), name);
  return symbols;
}

/** Reads a number of a record that begins at `at`; undefined where this kernel has no such field, or not as a number. */
export type FieldReader = (record: DataView, at: number) => number | undefined;

const nothing: FieldReader = () => undefined;

/** Element `index` of `size` bytes of a field; the whole field where no size is given. */
export function fieldReader(
  format: EventFormat,
  name: string,
  element: { readonly size?: number; readonly index?: number } = {},
): FieldReader {
  const field = format.fields.get(name);
  if (field === undefined) return nothing;
  const { size = field.size, index = 0 } = element;
  const start = size * index;
  if (start + size > field.size) return nothing;
  const offset = field.offset + start;
  const { signed } = field;
  switch (size) {
    case 1:
      return (record, at) => (signed ? record.getInt8(at + offset) : record.getUint8(at + offset));
    case 2:
      return (record, at) => (signed ? record.getInt16(at + offset, true) : record.getUint16(at + offset, true));
    case 4:
      return (record, at) => (signed ? record.getInt32(at + offset, true) : record.getUint32(at + offset, true));
    case 8: {
      // In halves, as a bigint for each record would cost more than all the rest; beyond 2^53 the low bits are rounded.
      const high = (record: DataView, at: number): number =>
        signed ? record.getInt32(at + offset + 4, true) : record.getUint32(at + offset + 4, true);
      return (record, at) => high(record, at) * 2 ** 32 + record.getUint32(at + offset, true);
    }
    default:
      return nothing;
  }
}

/**
 * An address of the kernel without its top 16 bits, which are the same for all of them: so it is an exact number, fit for a
 * key. 0 where this kernel has no such field.
 */
export function addressReader(format: EventFormat, name: string): (record: DataView, at: number) => number {
  const field = format.fields.get(name);
  if (field === undefined || (field.size !== 4 && field.size !== 8)) return () => 0;
  const { offset, size } = field;
  if (size === 4) return (record, at) => record.getUint32(at + offset, true);
  return (record, at) => record.getUint16(at + offset + 4, true) * 2 ** 32 + record.getUint32(at + offset, true);
}

/** Bytes that a record must have for every field to be readable. */
export function recordBytes(format: EventFormat): number {
  let end = 0;
  for (const { offset, size } of format.fields.values()) end = Math.max(end, offset + size);
  return end;
}

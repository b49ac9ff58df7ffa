import { linesOf, malformed } from '../text/lines.ts';

/** How a page of the trace buffer begins, as events/header_page says. */
export interface PageLayout {
  readonly commitOffset: number;
  readonly dataOffset: number;
  readonly pageBytes: number;
}

const HEADER_PATH = 'events/header_page';
const HEADER_FIELD = /^\tfield: [^;]*?(\w+);\toffset:(\d+);\tsize:(\d+);\tsigned:[01];$/;
/** The kernel packs bytes and two flags into `commit`; a page may be as large as 64 KiB. */
const COMMIT_MASK = 0xf_ffff;
const LARGEST_PAGE_BYTES = 65_536;

/** events/header_page of tracefs: 8 bytes of time, the length of what follows (`commit`, as wide as a long), then records. */
export function parseHeaderPage(text: string): PageLayout {
  const fields = new Map<string, { offset: number; size: number }>();
  for (const line of linesOf(HEADER_PATH, text)) {
    const [, name, offset, size] = HEADER_FIELD.exec(line) ?? [];
    if (name !== undefined) fields.set(name, { offset: Number(offset), size: Number(size) });
  }
  const commit = fields.get('commit');
  const data = fields.get('data');
  if (commit === undefined || data === undefined) throw malformed(HEADER_PATH, 'commit or data is missing');
  const pageBytes = data.offset + data.size;
  if (commit.offset + 4 > data.offset || pageBytes > LARGEST_PAGE_BYTES)
    throw malformed(HEADER_PATH, `data at ${data.offset}, ${pageBytes} bytes`);
  return { commitOffset: commit.offset, dataOffset: data.offset, pageBytes };
}

/** Type lengths with a meaning of their own: include/linux/ring_buffer.h, enum ring_buffer_type. */
const PADDING = 29;
const TIME_EXTEND = 30;
const TIME_STAMP = 31;

/** Takes a record: `size` bytes of `page` from `at`. */
export type RecordVisitor = (page: DataView, at: number, size: number) => void;

/**
 * Walks the records of one page as trace_pipe_raw gives it, `length` bytes long. Each begins with a word of 5 bits type or
 * length in words, and 27 bits of time since the record before.
 *
 * Gives false for a page that contradicts itself; what came before the contradiction has been visited.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/kernel/trace/ring_buffer.c?h=v6.18 (rb_event_length)
 */
export function walkPage(
  page: DataView,
  length: number,
  options: { layout: PageLayout; visit: RecordVisitor },
): boolean {
  const { layout, visit } = options;
  if (length < layout.dataOffset || length > page.byteLength) return false;
  const end = layout.dataOffset + (page.getUint32(layout.commitOffset, true) & COMMIT_MASK);
  if (end > length) return false;
  let at = layout.dataOffset;
  while (at < end) {
    if (end - at < 4) return false;
    const word = page.getUint32(at, true);
    const type = word & 31;
    if (type === PADDING && word >>> 5 === 0) return true;
    if (type === TIME_EXTEND || type === TIME_STAMP) {
      at += 8;
      continue;
    }
    const counted = type === 0 || type === PADDING;
    if (counted && end - at < 8) return false;
    // A length word counts itself; lengths in the first word count what follows it.
    const body = counted ? page.getUint32(at + 4, true) : type * 4;
    if (body < 4 || body > end - at - 4) return false;
    if (type === 0) visit(page, at + 8, body - 4);
    else if (type !== PADDING) visit(page, at + 4, body);
    at += 4 + body;
  }
  return at === end;
}

/** per_cpu/cpuN/stats of an instance, in events since it was made. */
export interface BufferStats {
  /** Waiting to be read. */
  readonly entries: number;
  /** Overwritten by newer ones before they were read. */
  readonly overrun: number;
  /** Refused because the buffer was full and may not be overwritten, or by a write that interrupted a write. */
  readonly dropped: number;
  readonly read: number;
}

/**
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/kernel/trace/trace.c?h=v6.18 (tracing_stats_read).
 * `dropped events` since 3.9, `read events` since 3.5: without them they count as none.
 */
export function parseBufferStats(path: string, text: string): BufferStats {
  const numbers = new Map<string, number>();
  for (const line of linesOf(path, text)) {
    const [, name, digits] = /^([a-z ]+): (\d{1,20})$/.exec(line) ?? [];
    if (name !== undefined) numbers.set(name, Number(digits));
  }
  const entries = numbers.get('entries');
  const overrun = numbers.get('overrun');
  if (entries === undefined || overrun === undefined) throw malformed(path, 'entries or overrun is missing');
  const dropped = (numbers.get('dropped events') ?? 0) + (numbers.get('commit overrun') ?? 0);
  return { entries, overrun, dropped, read: numbers.get('read events') ?? 0 };
}

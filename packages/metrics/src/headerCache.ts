/**
 * Metric lists by header. A table's header hardly ever changes, so the list is made once and found again by comparing
 * names in place: no string is built on the way, every tick.
 */

/** More counters than any kernel prints (about 300 today); what a broken or hostile table has beyond is left out. */
const MAX_METRICS_PER_SOURCE = 4096;
/** Headers grow when an ICMP type is first seen; older ones are forgotten. */
const MAX_HEADERS = 8;

/** A table as its header: group names ended by a colon, as in the file, each followed by its counters. */
export type Header = readonly string[];

/** Visits a row's header names in order; stops when the visitor returns false. */
export type HeaderWalk<Row> = (row: Row, visit: (name: string) => boolean) => void;

function headerOf<Row>(row: Row, walk: HeaderWalk<Row>): Header {
  const header: string[] = [];
  walk(row, (name) => header.push(name) < MAX_METRICS_PER_SOURCE);
  return header;
}

/** Remembers what `make` returned for the last headers seen: the same object for the same header. */
export function cacheByHeader<Row, Made>(walk: HeaderWalk<Row>, make: (header: Header) => Made): (row: Row) => Made {
  const entries: { readonly header: Header; readonly made: Made }[] = [];
  const matches = (row: Row, header: Header): boolean => {
    let at = 0;
    let same = true;
    walk(row, (name) => {
      same = header[at] === name;
      at++;
      return same && at < MAX_METRICS_PER_SOURCE;
    });
    return same && at === header.length;
  };
  return (row) => {
    const found = entries.find((entry) => matches(row, entry.header));
    if (found !== undefined) return found.made;
    const header = headerOf(row, walk);
    const made = make(header);
    entries.unshift({ header, made });
    entries.length = Math.min(entries.length, MAX_HEADERS);
    return made;
  };
}

import { openFileSource, type Roots, type Source } from '../Source.ts';
import { linesOf, malformed } from '../text/lines.ts';
import { parseUnsigned } from '../text/numbers.ts';
import type { ConntrackCountRow } from '../types.ts';

const PATH = '/proc/sys/net/netfilter/nf_conntrack_count';
/** The kernel clears as much memory as a reading asks for. */
const FIRST_BUFFER_BYTES = 64;

/**
 * /proc/sys/net/netfilter/nf_conntrack_count: connections tracked now in the network namespace of the reader. Its limit,
 * nf_conntrack_max, is one number of the host that holds for each namespace by itself.
 *
 * Absent (`not-found`) unless the module nf_conntrack is loaded. A file of its own, since /proc/net/stat/nf_conntrack, which has the
 * number too, can be left out of a kernel.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/netfilter/nf_conntrack_standalone.c?h=v6.18 (nf_ct_sysctl_table)
 */
export function parseSysNetNetfilterNfConntrackCount(text: string): ConntrackCountRow {
  const [line = '', ...more] = linesOf(PATH, text);
  if (more.length > 0) throw malformed(PATH, `it has ${more.length + 1} lines`);
  return { count: parseUnsigned(PATH, line) };
}

export function openSysNetNetfilterNfConntrackCount(roots: Roots): Source<ConntrackCountRow> {
  return openFileSource(roots, {
    file: 'sys/net/netfilter/nf_conntrack_count',
    singleRecord: true,
    firstBufferBytes: FIRST_BUFFER_BYTES,
    parse: parseSysNetNetfilterNfConntrackCount,
  });
}

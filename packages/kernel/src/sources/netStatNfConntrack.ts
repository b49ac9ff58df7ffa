import { openFileSource, type Roots, type Source } from '../Source.ts';
import { parseCpuTable } from '../text/cpuTable.ts';
import type { ConntrackStatRow } from '../types.ts';

const PATH = '/proc/net/stat/nf_conntrack';

/**
 * /proc/net/stat/nf_conntrack: what connection tracking did on each possible CPU, in hex, for the network namespace of the reader
 * only. Counters of 32 bits that wrap. `entries`, the first column, is the same in each row: see nf_conntrack_count.
 *
 * `new`, `ignore`, `delete`, `searched` and `delete_list` are left out: since 4.9 (`ignore`: 5.10) the kernel prints 0 and counts
 * nothing. `insert` counts since 4.9 only what a program added by netlink. The header tells the version: search_restart 2.6.35,
 * clashres 5.10 in the place of searched, chainlength 5.15 in the place of delete_list. Absent (`not-found`) unless the module
 * nf_conntrack is loaded, and where the kernel was built without NF_CONNTRACK_PROCFS.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/netfilter/nf_conntrack_standalone.c?h=v6.18 (ct_cpu_seq_show)
 */
export function parseNetStatNfConntrack(text: string): ConntrackStatRow[] {
  return parseCpuTable(PATH, text).rows.map((column, cpu) => ({
    cpu,
    found: column('found'),
    invalid: column('invalid'),
    insert: column('insert'),
    insertFailed: column('insert_failed'),
    drop: column('drop'),
    earlyDrop: column('early_drop'),
    icmpError: column('icmp_error'),
    expectNew: column('expect_new'),
    expectCreate: column('expect_create'),
    expectDelete: column('expect_delete'),
    searchRestart: column('search_restart'),
    clashres: column('clashres'),
    chainlength: column('chainlength'),
  }));
}

export function openNetStatNfConntrack(roots: Roots): Source<ConntrackStatRow[]> {
  return openFileSource(roots, { file: 'net/stat/nf_conntrack', parse: parseNetStatNfConntrack });
}

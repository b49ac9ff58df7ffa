import { readFileSync, realpathSync } from 'node:fs';
import { madvise } from '../libc.ts';

const MADV_DONTNEED = 4;
const HEAD = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ \S+ +(.*)$/;

/** A part of this process's address space, in bytes. */
export interface Mapping {
  readonly start: number;
  readonly length: number;
}

/**
 * The executable mappings of a program's file in the text of /proc/PID/smaps. One with a page of its own is left out: that holds
 * what a debugger or a probe wrote, and is in no file. So is one whose numbers are missing.
 */
export function textMappings(smaps: string, program: string): readonly Mapping[] {
  const found: Mapping[] = [];
  let current: Mapping | undefined;
  for (const line of smaps.split('\n')) {
    const [, start = '', end = '', permissions, path] = HEAD.exec(line) ?? [];
    if (path !== undefined) {
      const from = Number.parseInt(start, 16);
      const isText = permissions === 'r-xp' && path === program;
      current = isText ? { start: from, length: Number.parseInt(end, 16) - from } : undefined;
    } else if (current !== undefined && /^Anonymous: +0 kB$/.test(line)) {
      found.push(current);
    }
  }
  return found;
}

/**
 * Takes the program's text out of this process's resident memory: what is run again comes back from the page cache at the cost of
 * a minor fault for 64 KiB, and what only the start needed stays out. For a process that has settled. The number of mappings
 * that were released: 0 where the kernel does not tell or take them, which costs memory and nothing else.
 * Source: madvise(2), MADV_DONTNEED on a private mapping of a file that was never written to.
 */
export function releaseProgramText(): number {
  try {
    const mappings = textMappings(readFileSync('/proc/self/smaps', 'latin1'), realpathSync('/proc/self/exe'));
    return mappings.filter(({ start, length }) => madvise(start, length, MADV_DONTNEED) === 0).length;
  } catch {
    return 0;
  }
}

import { readFileSync } from 'node:fs';

/** Of other users' processes: `refused` shows that they are there and nothing else, `invisible` not even that. */
export type HiddenProcesses = 'refused' | 'invisible';

const HIDEPID = /(?:^|,)hidepid=([a-z0-9]{1,16})(?:,|$)/;
/** Numbers before 5.8, names since. */
const KINDS: Readonly<Record<string, HiddenProcesses>> = {
  1: 'refused',
  noaccess: 'refused',
  2: 'invisible',
  invisible: 'invisible',
  4: 'invisible',
  ptraceable: 'invisible',
};

/**
 * How /proc at `mountPoint` is mounted, by the text of /proc/self/mountinfo; undefined where it hides nothing.
 * https://github.com/torvalds/linux/blob/v6.18/fs/proc/root.c#L47
 */
export function parseHidepid(text: string, mountPoint: string): HiddenProcesses | undefined {
  // The last mount on a place covers those before it.
  const line = text.split('\n').findLast((candidate) => candidate.split(' ')[4] === mountPoint);
  const [, behind = ''] = line?.split(' - ') ?? [];
  const [type, , options = ''] = behind.split(' ');
  const kind = type === 'proc' ? HIDEPID.exec(options)?.[1] : undefined;
  return kind === undefined ? undefined : KINDS[kind];
}

/** Undefined also where it cannot be told. */
export function readHidepid(procRoot = '/proc'): HiddenProcesses | undefined {
  try {
    return parseHidepid(readFileSync(`${procRoot}/self/mountinfo`, 'utf8'), procRoot);
  } catch {
    return undefined;
  }
}

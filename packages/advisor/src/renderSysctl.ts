import type { TunableChange } from './types.ts';

/** Characters that no shell gives a meaning to. */
const PLAIN = /^[\w./:-]+$/;

/** The line that makes a change by hand; a value that a shell would split or read is quoted. */
export function renderSysctl({ tunable, proposed }: Pick<TunableChange, 'tunable' | 'proposed'>): string {
  const quoted = (text: string) => (PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  return `sysctl -w ${quoted(tunable)}=${quoted(proposed)}`;
}

import type { SysctlWrite } from '@netstrata/kernel';

/** Who wrote: `sysctl (pid 4711)`. A process may call itself anything: what is no plain character is a question mark. */
export function writerText({ pid, command }: Pick<SysctlWrite, 'pid' | 'command'>): string {
  if (pid <= 0) return 'a process that this agent cannot see';
  if (command === undefined || command === '') return `pid ${pid}, which has ended`;
  return `${command.replaceAll(/[^\x20-\x7e]/g, '?')} (pid ${pid})`;
}

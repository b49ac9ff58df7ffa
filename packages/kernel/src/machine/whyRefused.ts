import { readNow } from '../readNow.ts';
import { hasCapability, isConfined, mayReadAnyFile, readStanding, type Standing } from './capabilities.ts';

/** Why the kernel keeps something from this process, and what would bring it, where anything does. */
export interface Refusal {
  readonly why: string;
  /** A capability, or what else would help. */
  readonly capability?: string;
}

/** What is done with another process: its links in /proc are read, or a descriptor is borrowed for the options of a socket. */
export type ProcessUse = 'descriptors' | 'namespace' | 'options';

const NEEDED: Readonly<Record<ProcessUse, string>> = {
  descriptors: 'CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH',
  namespace: 'CAP_SYS_PTRACE',
  options: 'CAP_SYS_PTRACE',
};
/** Nobody may attach, whatever capabilities they have; it cannot be lowered. */
const YAMA_NOBODY = '3';

/**
 * Why the kernel has just kept another process from this one. Asked after a refusal: with all that a look takes, only what is protected
 * by other means than capabilities is refused.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/kernel/ptrace.c?h=v6.18 (__ptrace_may_access)
 */
export function whyRefusedTo(use: ProcessUse, standing: Standing, yama: string | undefined): Refusal {
  const mayPtrace = hasCapability(standing, 'CAP_SYS_PTRACE');
  if (!mayPtrace || (use === 'descriptors' && !mayReadAnyFile(standing)))
    return { why: 'They belong to other users.', capability: `${NEEDED[use]} (or run it as root)` };
  if (isConfined(standing))
    return {
      why: 'They are outside the user namespace of the agent, where its capabilities do not count.',
      capability: `${NEEDED[use]} in the initial user namespace`,
    };
  if (use === 'options' && yama === YAMA_NOBODY)
    return { why: 'kernel.yama.ptrace_scope is 3: until the next boot no process may reach into another.' };
  return {
    why: 'The agent has the capability for it; a security module (SELinux, AppArmor or the like) or another user namespace protects them.',
  };
}

/** The same for this process as it is. Fails with a KernelError where /proc/self is not there. */
export function whyRefused(use: ProcessUse, procRoot = '/proc'): Refusal {
  const yama = use === 'options' ? readNow(`${procRoot}/sys/kernel/yama/ptrace_scope`)?.trim() : undefined;
  return whyRefusedTo(use, readStanding(procRoot), yama);
}

import { KernelError } from '../KernelError.ts';
import { findTracefs } from '../tracefs/tracefsPath.ts';
import { TRACE_REFUSALS, type TraceRefusal } from '../tracefs/traceRefusals.ts';
import { hasCapability, isConfined, mayReadAnyFile, readStanding, type Standing } from './capabilities.ts';

/** Something this process cannot see, why, and what would let it. */
export interface MissingPrivilege {
  readonly what: string;
  readonly why: string;
  readonly capability: string;
}

/** Inode number that include/linux/proc_ns.h gives to the first PID namespace of a machine. */
const INITIAL_PID_NAMESPACE = 'pid:[4026531836]';

/**
 * Sockets, counters and sysctls need no privilege: other users' processes, reading from their sockets, room for bursts, other namespaces
 * and traces do. `trace` is what keeps tracefs from this process.
 */
export function missingPrivilegesOf(standing: Standing, trace?: TraceRefusal): MissingPrivilege[] {
  const missing: MissingPrivilege[] = [];
  const mayPtrace = hasCapability(standing, 'CAP_SYS_PTRACE');
  const mayAdminister = hasCapability(standing, 'CAP_NET_ADMIN') && !isConfined(standing);
  if (!mayPtrace || !mayReadAnyFile(standing)) {
    missing.push({
      what: "The process behind another user's socket",
      why: "Reading /proc/PID/fd of another user's process needs both capabilities; its sockets are shown without a name.",
      capability: 'CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH (or run it as root)',
    });
  } else if (isConfined(standing)) {
    missing.push({
      what: 'The process behind a socket outside this user namespace',
      why: 'Capabilities held in a user namespace do not reach processes outside it.',
      capability: 'CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH in the initial user namespace',
    });
  }
  if (!mayPtrace) {
    missing.push({
      what: "The options of another user's socket, and what its process waits in",
      why: 'Options are read through a descriptor borrowed from the process for a moment (pidfd_getfd), waits from /proc/PID/task/TID/syscall.',
      capability: 'CAP_SYS_PTRACE (or run it as root)',
    });
  }
  if (standing.pidNamespace !== undefined && standing.pidNamespace !== INITIAL_PID_NAMESPACE) {
    missing.push({
      what: 'Processes outside this container',
      why: 'This PID namespace lists only its own processes; sockets of all others are shown without a name.',
      capability: 'the PID namespace of the host (docker run --pid=host)',
    });
  }
  if (!mayAdminister) {
    missing.push({
      what: 'Some of many connections that are closed at once',
      why: 'Until it is read, the kernel queues what it tells about closed sockets in a buffer of at most net.core.rmem_max; those that find no room are only counted.',
      capability: 'CAP_NET_ADMIN in the initial user namespace (or a larger net.core.rmem_max)',
    });
    missing.push({
      what: 'The marks of sockets, and the packet filters of captures',
      why: 'The kernel leaves SO_MARK and the filters of packet sockets out of what it tells of a socket.',
      capability: 'CAP_NET_ADMIN',
    });
  }
  if (!hasCapability(standing, 'CAP_SYS_ADMIN')) {
    missing.push({
      what: 'The network namespaces of containers',
      why: 'Listing the sockets in another network namespace means going there; finding those of other users needs CAP_SYS_PTRACE too.',
      capability: 'CAP_SYS_ADMIN (or run it as root)',
    });
  }
  if (trace !== undefined) {
    // Mounted as usual, it is for root alone.
    const closed = trace === TRACE_REFUSALS['not-found'] && !hasCapability(standing, 'CAP_DAC_OVERRIDE');
    const capability = closed ? `${trace.capability}, and CAP_DAC_OVERRIDE` : trace.capability;
    missing.push({
      what: 'Why packets are dropped, which buffers are full and what TCP sends again',
      why: trace.why,
      capability,
    });
  } else if (!hasCapability(standing, 'CAP_SYSLOG')) {
    missing.push({
      what: 'The kernel functions that drop packets, by name',
      why: 'Without it /proc/kallsyms shows names without addresses; drops are told by their reason alone.',
      capability: 'CAP_SYSLOG (and kernel.kptr_restrict below 2)',
    });
  }
  return missing;
}

/** Fails with a KernelError where /proc/self is not there. */
export function missingPrivileges({ procRoot = '/proc', sysRoot = '/sys' } = {}): MissingPrivilege[] {
  return missingPrivilegesOf(readStanding(procRoot), traceRefusal(sysRoot));
}

/** Undefined where tracefs is open to this process. */
function traceRefusal(sysRoot: string): TraceRefusal | undefined {
  try {
    findTracefs(sysRoot);
    return undefined;
  } catch (cause) {
    const code = cause instanceof KernelError ? cause.code : undefined;
    return code === 'permission' || code === 'not-found' ? TRACE_REFUSALS[code] : TRACE_REFUSALS.unsupported;
  }
}

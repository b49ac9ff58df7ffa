import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { toKernelError } from '../KernelError.ts';
import { malformed } from '../text/lines.ts';

/** Something this process cannot see, why, and what would let it. */
export interface MissingPrivilege {
  readonly what: string;
  readonly why: string;
  readonly capability: string;
}

/** Bit numbers of include/uapi/linux/capability.h. */
const CAP_DAC_READ_SEARCH = 2;
const CAP_DAC_OVERRIDE = 1;
const CAP_NET_ADMIN = 12;
const CAP_SYS_PTRACE = 19;
const CAP_SYS_ADMIN = 21;
/** Inode numbers that include/linux/proc_ns.h gives to the first namespaces of a machine. */
const INITIAL_USER_NAMESPACE = 'user:[4026531837]';
const INITIAL_PID_NAMESPACE = 'pid:[4026531836]';

/** The effective capabilities in /proc/self/status, one bit each. */
export function parseCapEff(text: string): bigint {
  const digits = /^CapEff:\t([0-9a-f]{16})$/m.exec(text)?.[1];
  if (digits === undefined) throw malformed('/proc/self/status', 'CapEff is missing');
  return BigInt(`0x${digits}`);
}

/** What this process is and where it runs, as far as it decides what it may see. */
export interface Standing {
  readonly capEff: bigint;
  /** As the links in /proc/self/ns say; undefined where they cannot be read. */
  readonly userNamespace: string | undefined;
  readonly pidNamespace: string | undefined;
}

/** Sockets, counters and sysctls need no privilege: other users' processes, reading from their sockets, room for bursts and other namespaces do. */
export function missingPrivilegesOf(standing: Standing): MissingPrivilege[] {
  const has = (capability: number) => ((standing.capEff >> BigInt(capability)) & 1n) === 1n;
  const missing: MissingPrivilege[] = [];
  if (!has(CAP_SYS_PTRACE) || !(has(CAP_DAC_READ_SEARCH) || has(CAP_DAC_OVERRIDE))) {
    missing.push({
      what: "The process behind another user's socket",
      why: "Reading /proc/PID/fd of another user's process needs both capabilities; its sockets are shown without a name.",
      capability: 'CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH (or run it as root)',
    });
  } else if (standing.userNamespace !== undefined && standing.userNamespace !== INITIAL_USER_NAMESPACE) {
    missing.push({
      what: 'The process behind a socket outside this user namespace',
      why: 'Capabilities held in a user namespace do not reach processes outside it.',
      capability: 'CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH in the initial user namespace',
    });
  }
  if (!has(CAP_SYS_PTRACE)) {
    missing.push({
      what: "The options of another user's socket",
      why: 'They are read through a descriptor borrowed from its process for a moment (pidfd_getfd).',
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
  // The kernel asks for it in the initial user namespace.
  if (!has(CAP_NET_ADMIN) || (standing.userNamespace ?? INITIAL_USER_NAMESPACE) !== INITIAL_USER_NAMESPACE) {
    missing.push({
      what: 'Some of many connections that are closed at once',
      why: 'Until it is read, the kernel queues what it tells about closed sockets in a buffer of at most net.core.rmem_max; those that find no room are only counted.',
      capability: 'CAP_NET_ADMIN in the initial user namespace (or a larger net.core.rmem_max)',
    });
  }
  if (!has(CAP_SYS_ADMIN)) {
    missing.push({
      what: 'The network namespaces of containers',
      why: 'Listing the sockets in another network namespace means going there; finding those of other users needs CAP_SYS_PTRACE too.',
      capability: 'CAP_SYS_ADMIN (or run it as root)',
    });
  }
  return missing;
}

/** Fails with a KernelError where /proc/self is not there. */
export function missingPrivileges(procRoot = '/proc'): MissingPrivilege[] {
  const path = join(procRoot, 'self/status');
  try {
    return missingPrivilegesOf({
      capEff: parseCapEff(readFileSync(path, 'latin1')),
      userNamespace: namespaceOf(procRoot, 'user'),
      pidNamespace: namespaceOf(procRoot, 'pid'),
    });
  } catch (cause) {
    throw toKernelError(cause, 'read', path);
  }
}

function namespaceOf(procRoot: string, kind: string): string | undefined {
  try {
    return readlinkSync(join(procRoot, 'self/ns', kind));
  } catch {
    return undefined;
  }
}

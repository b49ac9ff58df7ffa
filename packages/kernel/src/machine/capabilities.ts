import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { toKernelError } from '../KernelError.ts';
import { malformed } from '../text/lines.ts';

/** Bit numbers of include/uapi/linux/capability.h. */
export const CAPABILITY = {
  CAP_DAC_OVERRIDE: 1,
  CAP_DAC_READ_SEARCH: 2,
  CAP_NET_ADMIN: 12,
  CAP_SYS_PTRACE: 19,
  CAP_SYS_ADMIN: 21,
  CAP_SYSLOG: 34,
} as const;
export type Capability = keyof typeof CAPABILITY;

/** Inode number that include/linux/proc_ns.h gives to the first user namespace of a machine. */
const INITIAL_USER_NAMESPACE = 'user:[4026531837]';

/** What this process is and where it runs, as far as it decides what it may see. */
export interface Standing {
  readonly capEff: bigint;
  /** As the links in /proc/self/ns say; undefined where they cannot be read. */
  readonly userNamespace: string | undefined;
  readonly pidNamespace: string | undefined;
}

/** The effective capabilities in /proc/self/status, one bit each. */
export function parseCapEff(text: string): bigint {
  const digits = /^CapEff:\t([0-9a-f]{16})$/m.exec(text)?.[1];
  if (digits === undefined) throw malformed('/proc/self/status', 'CapEff is missing');
  return BigInt(`0x${digits}`);
}

/** Fails with a KernelError where /proc/self is not there. */
export function readStanding(procRoot = '/proc'): Standing {
  const path = join(procRoot, 'self/status');
  try {
    return {
      capEff: parseCapEff(readFileSync(path, 'latin1')),
      userNamespace: namespaceOf(procRoot, 'user'),
      pidNamespace: namespaceOf(procRoot, 'pid'),
    };
  } catch (cause) {
    throw toKernelError(cause, 'read', path);
  }
}

export function hasCapability({ capEff }: Standing, capability: Capability): boolean {
  return ((capEff >> BigInt(CAPABILITY[capability])) & 1n) === 1n;
}

/** Another user's files may be looked at whatever their mode. */
export function mayReadAnyFile(standing: Standing): boolean {
  return hasCapability(standing, 'CAP_DAC_READ_SEARCH') || hasCapability(standing, 'CAP_DAC_OVERRIDE');
}

/** Capabilities held in another user namespace than the first one do not reach processes outside it. */
export function isConfined({ userNamespace }: Standing): boolean {
  return userNamespace !== undefined && userNamespace !== INITIAL_USER_NAMESPACE;
}

function namespaceOf(procRoot: string, kind: string): string | undefined {
  try {
    return readlinkSync(join(procRoot, 'self/ns', kind));
  } catch {
    return undefined;
  }
}

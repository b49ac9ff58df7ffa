/** Every way a reading of the kernel can fail, and what the code means in words. The only table of this package. */
export const KERNEL_ERROR_CODES = {
  'not-found': 'there is no such thing here, in this kernel or this network namespace',
  permission: 'the kernel refuses this user',
  'timed-out': 'the kernel did not answer in time',
  busy: 'an earlier read has not returned yet',
  closed: 'it was closed',
  vanished: 'it went away while it was being read',
  malformed: 'the kernel said something that cannot be understood',
  'too-large': 'the answer is larger than any kernel should give',
  unreadable: 'the kernel refuses to read it',
  'invalid-name': 'the name is not one that may be read',
  unsupported: 'this kernel or machine cannot do it',
  rejected: 'the kernel rejected the request',
} as const;

export type KernelErrorCode = keyof typeof KERNEL_ERROR_CODES;

export interface KernelErrorFacts {
  readonly code: KernelErrorCode;
  /** What was being done: `read`, `parse`, `dump`. */
  readonly operation: string;
  /** The kernel file, or the netlink family and protocol. */
  readonly path: string;
  /** What exactly was wrong, where more is known than the code says. */
  readonly detail?: string | undefined;
  readonly cause?: unknown;
}

export class KernelError extends Error {
  readonly code: KernelErrorCode;
  readonly operation: string;
  readonly path: string;
  readonly detail: string | undefined;

  constructor(facts: KernelErrorFacts) {
    const { code, operation, path, detail, cause } = facts;
    const tail = detail === undefined ? '' : ` (${detail})`;
    super(`${operation} ${path}: ${KERNEL_ERROR_CODES[code]}${tail}`, cause === undefined ? undefined : { cause });
    this.name = 'KernelError';
    this.code = code;
    this.operation = operation;
    this.path = path;
    this.detail = detail;
  }
}

const CODE_OF_ERRNO: Readonly<Record<string, KernelErrorCode>> = {
  ENOENT: 'not-found',
  ENOTDIR: 'not-found',
  EACCES: 'permission',
  EPERM: 'permission',
  ENODEV: 'vanished',
  ENXIO: 'vanished',
  ESRCH: 'vanished',
  ETIMEDOUT: 'timed-out',
};

/** Turns what Node threw for a file (or a KernelError, which passes unchanged) into a KernelError. */
export function toKernelError(cause: unknown, operation: string, path: string): KernelError {
  if (cause instanceof KernelError) return cause;
  const errno = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return new KernelError({
    code: (errno === undefined ? undefined : CODE_OF_ERRNO[errno]) ?? 'unreadable',
    operation,
    path,
    detail: errno ?? String(cause),
    cause,
  });
}

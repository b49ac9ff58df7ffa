import { readFileSync } from 'node:fs';
import { arch, hostname, release } from 'node:os';
import { join } from 'node:path';
import { toKernelError } from '../KernelError.ts';
import { sysconf } from '../libc.ts';
import { parseMeminfo } from '../sources/meminfo.ts';
import { readBootId } from './bootId.ts';

const SC_PAGESIZE = 30;
const SC_NPROCESSORS_ONLN = 84;
const MACHINE_ID = /^[0-9a-f]{32}$/;
const MACHINE_ID_FILES = ['/etc/machine-id', '/var/lib/dbus/machine-id'];

/** What is fixed about a machine while it runs. */
export interface MachineFacts {
  readonly hostname: string;
  readonly kernelRelease: string;
  /** As Node names it: `x64`, `arm64`. */
  readonly arch: string;
  /** CPUs online. */
  readonly cpuCount: number;
  readonly pageSizeBytes: number;
  readonly memTotalBytes: number;
  readonly bootId: string;
  /** 32 hex digits, the same from boot to boot; undefined where the machine has none. It is confidential: hash it before it leaves. */
  readonly machineId: string | undefined;
}

/** Fails with a KernelError where /proc is not there. */
export function readMachineFacts(
  procRoot = '/proc',
  machineIdFiles: readonly string[] = MACHINE_ID_FILES,
): MachineFacts {
  return {
    hostname: hostname(),
    kernelRelease: release(),
    arch: arch(),
    cpuCount: sysconf(SC_NPROCESSORS_ONLN),
    pageSizeBytes: sysconf(SC_PAGESIZE),
    memTotalBytes: readMemTotal(join(procRoot, 'meminfo')),
    bootId: readBootId(procRoot),
    machineId: readMachineId(machineIdFiles),
  };
}

function readMemTotal(path: string): number {
  try {
    return parseMeminfo(readFileSync(path, 'utf8')).memTotalBytes;
  } catch (cause) {
    throw toKernelError(cause, 'read', path);
  }
}

function readMachineId(files: readonly string[]): string | undefined {
  for (const file of files) {
    try {
      const id = readFileSync(file, 'latin1').trim();
      if (MACHINE_ID.test(id)) return id;
    } catch {
      // The next file may have it; a machine without one is no error.
    }
  }
  return undefined;
}

/**
 * Gives up what an agent that root starts could do and never needs to: load modules, change users, reboot, reach devices.
 * Plain JavaScript, as it runs before the agent's own code; see start.mjs.
 */
const { readFileSync } = process.getBuiltinModule('node:fs');
const { createRequire } = process.getBuiltinModule('node:module');

/** Bit numbers of include/uapi/linux/capability.h, and what the agent does with each. */
const KEPT = {
  /** A data folder of another user; tracefs mounted for another. */
  CAP_DAC_OVERRIDE: 1,
  /** /proc/PID/fd of other users. */
  CAP_DAC_READ_SEARCH: 2,
  /** A receive buffer above net.core.rmem_max, marks of sockets, settings of network devices. */
  CAP_NET_ADMIN: 12,
  /** /proc/PID/fd, and options of a socket of another process. */
  CAP_SYS_PTRACE: 19,
  /** A netlink socket and a sysfs inside another network namespace; who writes a sysctl. */
  CAP_SYS_ADMIN: 21,
  /** Addresses in /proc/kallsyms, which name the functions that drop packets. */
  CAP_SYSLOG: 34,
};
const KEPT_BITS = Object.values(KEPT).reduce((bits, bit) => bits | (1n << BigInt(bit)), 0n);

const PR_CAPBSET_DROP = 24;
const PR_SET_NO_NEW_PRIVS = 38;
const F_SETFD = 2;

/** The IPC channel to whoever started us, as Node found it; `process.env` has forgotten it by now. */
function channelOf() {
  const given = readFileSync('/proc/self/environ', 'latin1').split('\0');
  const entryOf = (/** @type {string} */ name) =>
    given.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
  const fd = entryOf('NODE_CHANNEL_FD');
  const mode = entryOf('NODE_CHANNEL_SERIALIZATION_MODE');
  return fd === undefined ? undefined : { fd, mode };
}

/**
 * Drops every other capability from the bounding set of this thread. The next program that it executes as root has no more than
 * that set, in all of its threads. Without the right to drop them (CAP_SETPCAP) all stays as it is.
 * @param {(option: number, value: number, a: number, b: number, c: number) => number} prctl
 */
function dropCapabilities(prctl) {
  const bounding = /^CapBnd:\t([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? '0';
  const excess = BigInt(`0x${bounding}`) & ~KEPT_BITS;
  for (let bit = 0; excess >> BigInt(bit) !== 0n; bit++) {
    if (((excess >> BigInt(bit)) & 1n) === 1n) prctl(PR_CAPBSET_DROP, bit, 0, 0, 0);
  }
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

/**
 * Executes this script again in this process, with `flags` for the runtime and no more capabilities than it needs. Does not return.
 * @param {readonly string[]} flags
 */
export function restart(flags) {
  const koffi = createRequire(import.meta.url)('koffi');
  const libc = koffi.load(null);
  if (process.geteuid?.() === 0) {
    dropCapabilities(libc.func('int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)'));
  }
  // Of the threads of the runtime only one allocates much: an area of memory for each would stay mostly empty.
  /** @type {NodeJS.ProcessEnv} */
  const env = { MALLOC_ARENA_MAX: '1', ...process.env };
  const channel = channelOf();
  if (channel !== undefined) {
    // Node marked it to be closed when another program is executed.
    libc.func('int fcntl(int, int, int)')(Number(channel.fd), F_SETFD, 0);
    env['NODE_CHANNEL_FD'] = channel.fd;
    if (channel.mode !== undefined) env['NODE_CHANNEL_SERIALIZATION_MODE'] = channel.mode;
  }
  process.execve?.(process.execPath, [process.execPath, ...flags, ...process.argv.slice(1)], env);
}

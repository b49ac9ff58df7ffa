/** What keeps traces from this process, and what would bring them. */
export interface TraceRefusal {
  readonly why: string;
  readonly capability: string;
}

/** By what `findTracefs` fails with. */
export const TRACE_REFUSALS = {
  permission: {
    why: 'The kernel tells it through tracefs, which belongs to root.',
    capability: 'CAP_DAC_OVERRIDE (or run it as root, or mount tracefs with gid= and mode= for its group)',
  },
  'not-found': {
    why: 'The kernel tells it through tracefs, which is not mounted on this host. Mounted, it costs nothing, shows nothing to ordinary users and stays until the next boot.',
    capability: 'mount -t tracefs nodev /sys/kernel/tracing',
  },
  unsupported: {
    why: 'The kernel tells it through trace events, which this one is built without.',
    capability: 'a kernel with CONFIG_TRACING and CONFIG_NET',
  },
} as const satisfies Record<string, TraceRefusal>;

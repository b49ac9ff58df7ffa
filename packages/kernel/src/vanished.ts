const KINDS = ['devices', 'namespaces', 'processes', 'sockets'] as const;
export type VanishingKind = (typeof KINDS)[number];

const counts: Record<VanishingKind, number> = { devices: 0, namespaces: 0, processes: 0, sockets: 0 };

/** What was listed, and gone or another one when it was to be read, since this process started: counters. Ordinary on a busy host. */
export function vanishedCounts(): Readonly<Record<VanishingKind, number>> {
  return { ...counts };
}

export function noteVanished(kind: VanishingKind): void {
  counts[kind]++;
}

import type { InterfaceDetails } from '@netstrata/metrics/details';

type Link = NonNullable<InterfaceDetails['link']>;

/** The speed of a mode as the kernel names it, "10000baseT/Full": 10000; undefined for what is no speed, "Autoneg". */
export function speedOfMode(mode: string): number | undefined {
  const [, digits] = /^(\d+)base/.exec(mode) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

const fastest = (modes: readonly string[]): number | undefined => {
  const speeds = modes.flatMap((mode) => speedOfMode(mode) ?? []);
  return speeds.length === 0 ? undefined : Math.max(...speeds);
};

/** Mbit/s that both ends can, by what they say; undefined where one of them says nothing. */
export function fastestCommon({ supportedModes, peerModes }: Link): number | undefined {
  if (supportedModes === undefined || peerModes === undefined) return undefined;
  return fastest(supportedModes.filter((mode) => peerModes.includes(mode)));
}

/** Mbit/s that this end could if it offered all it has. */
export function fastestOwn({ supportedModes }: Link): number | undefined {
  return supportedModes === undefined ? undefined : fastest(supportedModes);
}

/** Mbit/s of the fastest mode that this end offers now. */
export function fastestOffered({ advertisedModes }: Link): number | undefined {
  return advertisedModes === undefined ? undefined : fastest(advertisedModes);
}

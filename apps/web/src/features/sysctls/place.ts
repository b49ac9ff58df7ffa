import type { SettingRef } from '@netstrata/protocol/types';

/** Whose settings are shown: those of the agent's network namespace, of another one, or of a network device. */
export type Place =
  | { readonly kind: 'host' }
  | { readonly kind: 'namespace'; readonly inode: string }
  | { readonly kind: 'device'; readonly device: string };

export const HOST: Place = { kind: 'host' };

/** As it is in the address: `netns:4026532008`, `device:eth0`; anything else is the host. */
export const parsePlace = (text: string | null): Place => {
  const [, kind, name = ''] = /^(netns|device):(.+)$/.exec(text ?? '') ?? [];
  if (kind === 'netns' && /^\d{1,10}$/.test(name)) return { kind: 'namespace', inode: name };
  return kind === 'device' && name.length <= 15 ? { kind: 'device', device: name } : HOST;
};

export const placeText = (place: Place): string | undefined => {
  if (place.kind === 'host') return undefined;
  return place.kind === 'namespace' ? `netns:${place.inode}` : `device:${place.device}`;
};

/** A setting at a place. */
export const refAt = (place: Place, tunable: string, queue?: number): SettingRef => ({
  tunable,
  namespace: place.kind === 'namespace' ? place.inode : 'host',
  ...(place.kind === 'device' ? { device: place.device } : {}),
  ...(queue === undefined ? {} : { queue }),
});

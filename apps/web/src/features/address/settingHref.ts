import { hostHref } from './hostHref.ts';

/** Everything about a setting of a host. */
export const settingHref = (hostId: string, name: string): string =>
  `${hostHref(hostId, '/sysctls')}?tunable=${encodeURIComponent(name)}`;

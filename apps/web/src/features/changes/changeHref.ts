import { hostHref } from '../address/hostHref.ts';

/** The page of a host's changes with one of them unfolded. */
export const changeHref = (hostId: string, id: string): string =>
  `${hostHref(hostId, '/changes')}?change=${encodeURIComponent(id)}`;

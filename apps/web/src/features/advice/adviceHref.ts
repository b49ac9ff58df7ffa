import { hostHref } from '../address/hostHref.ts';

/** Where advice of a host is read; with its id, that very card. */
export const adviceHref = (hostId: string, id?: string): string =>
  id === undefined ? `${hostHref(hostId)}#advice` : `${hostHref(hostId)}?${new URLSearchParams({ advice: id })}`;

import { hostHref } from '../address/hostHref.ts';

/** The page of all sockets of a host, with a filter or without. */
export const socketsHref = (hostId: string, filter = ''): string => {
  const page = hostHref(hostId, '/sockets');
  return filter === '' ? page : `${page}?${new URLSearchParams({ filter })}`;
};

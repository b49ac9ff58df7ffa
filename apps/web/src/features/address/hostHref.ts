/** A page of a host: its stack, or what follows its address there ("/sysctls"); `self` is the machine of the server. */
export const hostHref = (hostId: string, page: `/${string}` | '' = ''): string =>
  hostId === 'self' ? page || '/' : `/hosts/${encodeURIComponent(hostId)}${page}`;

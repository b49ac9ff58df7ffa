/** The address of something about a host in the API: `/advice`, `/sockets?limit=50`. */
export const hostAddress = (hostId: string, rest: `/${string}`): string =>
  `/api/v1/hosts/${encodeURIComponent(hostId)}${rest}`;

/** The address of a host in the API, or of something about it: `/advice`, `/sockets?limit=50`. */
export const hostAddress = (hostId: string, rest: `/${string}` | ''): string =>
  `/api/v1/hosts/${encodeURIComponent(hostId)}${rest}`;

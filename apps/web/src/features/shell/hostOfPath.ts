/** Whose page an address is: the id in `/hosts/ID/…`, else this machine. */
export const hostOfPath = (pathname: string): string => {
  const [, id] = /^\/hosts\/([^/]+)/.exec(pathname) ?? [];
  return id === undefined ? 'self' : decodeURIComponent(id);
};

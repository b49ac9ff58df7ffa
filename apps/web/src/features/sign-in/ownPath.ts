/**
 * Where to go after signing in: what `next` says when it is a path of this product, else the start. A browser reads `//x`
 * and `/\x` as other machines and leaves out tabs and line ends, so the address that it makes of the text decides.
 */
export const ownPath = (next: string | null, origin: string): string => {
  if (next === null || !next.startsWith('/') || !URL.canParse(next, origin)) return '/';
  const url = new URL(next, origin);
  // Added by the pages themselves when they load a part of a page.
  url.searchParams.delete('_rsc');
  const { origin: there, pathname, search, hash } = url;
  const leadsBack = /^\/(sign-in|welcome|api|socket\.io)(\/|$)/.test(pathname);
  // "/..//x" becomes a path that begins with two slashes: as an address of its own it is another machine.
  return there !== origin || leadsBack || pathname.startsWith('//') ? '/' : `${pathname}${search}${hash}`;
};

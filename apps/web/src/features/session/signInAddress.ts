/** Where to sign in and come back to this page afterwards. In the browser only. */
export const signInAddress = (): string => {
  const { pathname, search, hash } = window.location;
  const here = `${pathname}${search}${hash}`;
  return here === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(here)}`;
};

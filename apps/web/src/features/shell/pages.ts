import { NAVIGATION, type Page } from '../../navigation.ts';

/** Where a page is for somebody who looks at `pathname`: on a page of another host the pages of that host are meant. */
export const addressOf = ({ href, ofHost }: Page, pathname: string): string => {
  const [host] = /^\/hosts\/[^/]+/.exec(pathname) ?? [];
  return host === undefined || ofHost === undefined ? href : `${host}${ofHost}`;
};

/** The same by the page's name. */
export const addressOfPage = (id: Page['id'], pathname: string): string | undefined => {
  const page = NAVIGATION.find((each) => each.id === id);
  return page && addressOf(page, pathname);
};

/** The page that an address is of: the one whose own address is the longest that it begins with. */
export const pageOf = (pathname: string): Page | undefined =>
  NAVIGATION.map((page) => ({ page, address: addressOf(page, pathname) }))
    .filter(({ address }) => pathname === address || (address !== '/' && pathname.startsWith(`${address}/`)))
    .toSorted((a, b) => b.address.length - a.address.length)[0]?.page;

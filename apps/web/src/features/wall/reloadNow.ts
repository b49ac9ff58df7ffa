interface Builds {
  /** The one that this page is of; undefined where pages have none. */
  readonly own: string | undefined;
  /** The one that the server has now. */
  readonly server: string | undefined;
  /** The one that this screen was loaded again for last. */
  readonly tried: string | undefined;
}

/**
 * Whether a page should be loaded again because the server has another build of it. Once for each build: a page that comes back as it was (from
 * a cache, from another server behind one address) stays as it is.
 */
export const reloadNow = ({ own, server, tried }: Builds): boolean =>
  own !== undefined && server !== undefined && server !== own && server !== tried;

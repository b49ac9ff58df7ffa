/** How one screen shows the hosts, as its address says: `?tags=web,db&tags=eu-1&rotate=20&dim=22-6&theme=dark`. */
export interface WallOptions {
  /** Hosts with one or another tag of each of these; all of them when there is none. */
  readonly tags: readonly (readonly string[])[];
  /** How long a page stays. */
  readonly rotateMs: number;
  /** Hours of the day, local, between which the screen is darker; may pass midnight. */
  readonly dim: { readonly from: number; readonly to: number } | undefined;
  /** Undefined follows the browser. */
  readonly theme: 'dark' | 'light' | undefined;
}

const ROTATE_SECONDS = { usual: 15, least: 5, most: 600 };

/** What makes no sense counts as not said: a screen on a wall has nobody who would read a complaint. */
export const wallOptions = (query: Pick<URLSearchParams, 'get' | 'getAll'>): WallOptions => {
  const seconds = Number(query.get('rotate') || ROTATE_SECONDS.usual);
  const { usual, least, most } = ROTATE_SECONDS;
  const theme = query.get('theme');
  return {
    tags: query
      .getAll('tags')
      .map(tagsOf)
      .filter(({ length }) => length > 0),
    rotateMs: 1000 * (Number.isFinite(seconds) ? Math.min(most, Math.max(least, seconds)) : usual),
    dim: hoursOf(query.get('dim') ?? ''),
    theme: theme === 'dark' || theme === 'light' ? theme : undefined,
  };
};

const tagsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');

/** Whether a host with these tags is among those that the address asks for. */
export const isTagged = (tags: readonly string[], wanted: WallOptions['tags']): boolean =>
  wanted.every((either) => either.some((tag) => tags.includes(tag)));

const hoursOf = (text: string): WallOptions['dim'] => {
  const [, from = '', to = ''] = /^(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  const hours = { from: Number(from), to: Number(to) };
  const isHour = (hour: number) => hour >= 0 && hour <= 24;
  return from !== '' && isHour(hours.from) && isHour(hours.to) && hours.from !== hours.to ? hours : undefined;
};

/** Whether the screen is darker at this hour of its day. */
export const isDimmed = (dim: WallOptions['dim'], hour: number): boolean => {
  if (dim === undefined) return false;
  const { from, to } = dim;
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
};

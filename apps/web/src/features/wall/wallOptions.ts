/** How one screen shows the hosts, as its address says: `?tags=web,db&rotate=20&dim=22-6&theme=dark`. */
export interface WallOptions {
  /** Hosts with any of these; all of them when there is none. */
  readonly tags: readonly string[];
  /** How long a page stays. */
  readonly rotateMs: number;
  /** Hours of the day, local, between which the screen is darker; may pass midnight. */
  readonly dim: { readonly from: number; readonly to: number } | undefined;
  /** Undefined follows the browser. */
  readonly theme: 'dark' | 'light' | undefined;
}

const ROTATE_SECONDS = { usual: 15, least: 5, most: 600 };

/** What makes no sense counts as not said: a screen on a wall has nobody who would read a complaint. */
export const wallOptions = (query: Pick<URLSearchParams, 'get'>): WallOptions => {
  const seconds = Number(query.get('rotate') || ROTATE_SECONDS.usual);
  const { usual, least, most } = ROTATE_SECONDS;
  const theme = query.get('theme');
  return {
    tags: (query.get('tags') ?? '')
      .toLowerCase()
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
    rotateMs: 1000 * (Number.isFinite(seconds) ? Math.min(most, Math.max(least, seconds)) : usual),
    dim: hoursOf(query.get('dim') ?? ''),
    theme: theme === 'dark' || theme === 'light' ? theme : undefined,
  };
};

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

export interface Room {
  readonly width: number;
  readonly height: number;
  /** The size of words that still read from across the room. */
  readonly unit: number;
}

export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** How much of its content a tile has room for. */
  readonly density: 'large' | 'medium' | 'small';
}

/** Of the smallest tile that reads from five metres, and of the space between two, in units. */
const SMALLEST = { width: 10, height: 5.2 };
const GAP = 0.5;
/** A tile is best so many times as wide as high. */
const ASPECT = 1.9;
/** From which size on a tile says more, in units. */
const LARGE = { width: 26, height: 15 };
const MEDIUM = { width: 14.5, height: 8.4 };

/** Columns and rows for so many tiles: as large as they can be and all at once, or as many as still read. */
export const gridFor = (tiles: number, { width, height, unit }: Room): Grid => {
  const gap = GAP * unit;
  const most = (length: number, each: number) => Math.max(1, Math.floor((length + gap) / (each * unit + gap)));
  const limit = { columns: most(width, SMALLEST.width), rows: most(height, SMALLEST.height) };
  const sizeOf = (columns: number) => {
    const rows = Math.ceil(tiles / columns);
    const tile = { width: (width + gap) / columns - gap, height: (height + gap) / rows - gap };
    return { rows, tile, scale: Math.min(tile.width / ASPECT, tile.height) };
  };
  const fitting = Array.from({ length: Math.min(limit.columns, Math.max(1, tiles)) }, (_, n) => n + 1).filter(
    (columns) => Math.ceil(tiles / columns) <= limit.rows,
  );
  const [best] = fitting.toSorted((a, b) => sizeOf(b).scale - sizeOf(a).scale || a - b);
  const columns = best ?? limit.columns;
  const rows = best === undefined ? limit.rows : Math.max(1, sizeOf(best).rows);
  const tile = { width: (width + gap) / columns - gap, height: (height + gap) / rows - gap };
  const fits = (wanted: typeof LARGE) => tile.width >= wanted.width * unit && tile.height >= wanted.height * unit;
  return { columns, rows, density: fits(LARGE) ? 'large' : fits(MEDIUM) ? 'medium' : 'small' };
};

/**
 * How many tiles each row has: all rows are full, and as even as that goes. Fewer and larger ones are in front, where stands what hurts.
 */
export const rowsFor = (tiles: number, rows: number): readonly number[] => {
  const filled = Math.min(rows, tiles);
  return Array.from({ length: filled }, (_, n) => Math.floor((tiles + n) / filled));
};

/**
 * What is shown one after the other where not everything fits, on pages that are as full as each other. The first `pinned` stay on every page, so
 * that no trouble is out of sight while others have their turn; when they would leave less than half a page to those, the pages simply follow
 * the order.
 */
export const pagesOf = <T>(
  items: readonly T[],
  { perPage, pinned }: { readonly perPage: number; readonly pinned: number },
): readonly (readonly T[])[] => {
  if (items.length <= perPage) return [items];
  const kept = pinned <= perPage / 2 ? pinned : 0;
  const [head, rest] = [items.slice(0, kept), items.slice(kept)];
  const pages = Math.ceil(rest.length / (perPage - kept));
  const start = (page: number) => Math.ceil((page * rest.length) / pages);
  return Array.from({ length: pages }, (_, n) => [...head, ...rest.slice(start(n), start(n + 1))]);
};

import { TABLE_COLUMNS, type TableColumn } from './columns.tsx';

const USUAL_COLUMNS: readonly TableColumn[] = [
  'process',
  'local',
  'peer',
  'state',
  'fill',
  'recvQ',
  'sendQ',
  'rate',
  'rtt',
  'retrans',
  'limit',
];

/** A wall-sized screen has room for both buffers and for what the path does. */
const WALL_COLUMNS: readonly TableColumn[] = [
  'process',
  'user',
  'local',
  'peer',
  'state',
  'fill',
  'recvQ',
  'sendQ',
  'receive',
  'send',
  'rate',
  'rtt',
  'cwnd',
  'inFlight',
  'retrans',
  'drops',
  'congestion',
  'limit',
];

/** Those that are shown as long as nobody chooses. */
export const usualColumns = (isWallSized: boolean): readonly TableColumn[] =>
  isWallSized ? WALL_COLUMNS : USUAL_COLUMNS;

const ALL = Object.keys(TABLE_COLUMNS) as readonly TableColumn[];
const REMEMBERED = 'netstrata-socket-columns';

/** In the order of the table; what is no column is left out. Undefined where none is left. */
export const columnsIn = (text: string | null): readonly TableColumn[] | undefined => {
  const named = new Set((text ?? '').split(','));
  const columns = ALL.filter((column) => named.has(column));
  return columns.length === 0 ? undefined : columns;
};

/** What this browser showed last. */
export const rememberedColumns = (): readonly TableColumn[] | undefined => {
  try {
    return columnsIn(localStorage.getItem(REMEMBERED));
  } catch {
    // Storage may be switched off: then nothing is remembered.
    return undefined;
  }
};

/** @param columns undefined for the usual ones, whatever the screen */
export const rememberColumns = (columns: readonly TableColumn[] | undefined): void => {
  try {
    if (columns === undefined) localStorage.removeItem(REMEMBERED);
    else localStorage.setItem(REMEMBERED, columns.join(','));
  } catch {
    // As above.
  }
};

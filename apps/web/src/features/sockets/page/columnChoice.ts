import { TABLE_COLUMNS, type TableColumn } from './columns.tsx';

export const USUAL_COLUMNS: readonly TableColumn[] = [
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

export const rememberColumns = (columns: readonly TableColumn[]): void => {
  try {
    localStorage.setItem(REMEMBERED, columns.join(','));
  } catch {
    // As above.
  }
};

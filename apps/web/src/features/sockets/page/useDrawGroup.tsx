import { SOCKET_LIMITS, type SocketGrouping, type SocketGroupRow } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Figure } from '../../../components/Figure.tsx';
import type { DrawRow } from './GridRow.tsx';

/** Columns of a table of groups; what the host sorts them by. */
export const GROUP_COLUMNS = [
  { id: 'key', width: 260, unit: undefined },
  { id: 'sockets', width: 96, unit: 'count' },
  { id: 'recvQ', width: 104, unit: 'bytes' },
  { id: 'sendQ', width: 104, unit: 'bytes' },
  { id: 'bytesPerSecond', width: 112, unit: 'bytes/s' },
  { id: 'retransTotal', width: 104, unit: 'count' },
] as const;

type GroupColumn = (typeof GROUP_COLUMNS)[number]['id'];
const NAMELESS = ['process', 'peer', 'cgroup', 'user', 'device', 'congestion'] as const;

/** How groups are drawn. */
export const useDrawGroup = (group: SocketGrouping | undefined): DrawRow => {
  const t = useTranslations('sockets.page');
  const limits = useTranslations('sockets.limits');
  return useMemo(() => {
    const wordsOf = (key: string) => {
      const limit = group === 'limit' ? SOCKET_LIMITS.find((known) => known === key) : undefined;
      return limit === undefined ? key : limits(limit);
    };
    const nameless = NAMELESS.find((known) => known === group) ?? 'other';
    const nameOf = ({ key }: SocketGroupRow) => (key === '' ? t(`without.${nameless}`) : wordsOf(key));
    const cell = (row: SocketGroupRow, column: GroupColumn) => {
      if (column === 'key') return <span className={row.key === '' ? 'text-faint' : 'font-medium'}>{nameOf(row)}</span>;
      const unit = GROUP_COLUMNS.find(({ id }) => id === column)?.unit ?? 'count';
      return <Figure value={row[column]} unit={unit} className={row[column] ? '' : 'text-faint'} />;
    };
    return {
      cell: (row, column) => cell(row as SocketGroupRow, column as GroupColumn),
      cardPx: 60,
      card: (row) => (
        <>
          <div className="text-sm">{cell(row as SocketGroupRow, 'key')}</div>
          <div className="gap-4!">
            {(['sockets', 'bytesPerSecond'] as const).map((column) => (
              <span key={column}>
                <span className="text-2xs text-faint">{t(`groupColumns.${column}`)}</span>{' '}
                {cell(row as SocketGroupRow, column)}
              </span>
            ))}
          </div>
        </>
      ),
    };
  }, [t, limits, group]);
};

'use client';
import { type ChurnReport, endpoint, formatRate, formatValue } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { columnOf } from '../details/columnOf.ts';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { Drops } from './Drops.tsx';
import { closedOf, type ListenPort } from './listeners.ts';
import { ProcessNames } from './ProcessNames.tsx';
import { QueueBar } from './QueueBar.tsx';

interface PortTableProps {
  readonly ports: readonly ListenPort[];
  /** Undefined before they were asked for. */
  readonly halfOpen: ReadonlyMap<number, number> | undefined;
  readonly churn: ChurnReport | undefined;
  readonly somaxconn: number | undefined;
  readonly onProcess: (pid: number) => void;
}

/** Every port with its accept queue, what hurts first. */
export const PortTable = ({ ports, halfOpen, churn, somaxconn, onProcess }: PortTableProps) => {
  const t = useTranslations('listeners');
  const c = useTranslations('listeners.columns');
  const columns = useMemo((): readonly DetailColumn<ListenPort>[] => {
    const closed = ({ port }: ListenPort) => closedOf(churn, port);
    const open = ({ port }: ListenPort) => halfOpen && (halfOpen.get(port) ?? 0);
    return [
      {
        ...columnOf(c, 'port'),
        sortBy: ({ port }) => -port,
        cell: ({ address, port, sockets }) => (
          <>
            <code className="font-mono">{endpoint(address, port)}</code>
            {sockets.length > 1 && (
              <span className="block text-2xs text-faint">{t('sockets', { count: sockets.length })}</span>
            )}
          </>
        ),
      },
      {
        ...columnOf(c, 'queue'),
        sortBy: ({ queue, backlog }) => queue / Math.max(1, backlog),
        cell: ({ queue, backlog }) => (
          <>
            <QueueBar label={c('queue')} queue={queue} backlog={backlog} />
            {somaxconn === backlog && (
              <span className="block text-2xs text-faint" title={t('cutHelp', { value: String(somaxconn) })}>
                {t('cut')}
              </span>
            )}
          </>
        ),
      },
      {
        ...columnOf(c, 'oldest'),
        numeric: true,
        sortBy: ({ oldestMs }) => oldestMs,
        cell: ({ oldestMs, queue }) =>
          oldestMs === undefined && queue === 0 ? '' : formatValue(oldestMs, 'milliseconds'),
      },
      {
        ...columnOf(c, 'halfOpen'),
        numeric: true,
        sortBy: open,
        cell: (row) => formatValue(open(row), 'count'),
      },
      {
        ...columnOf(c, 'drops'),
        numeric: true,
        sortBy: ({ drops }) => drops,
        cell: ({ drops }) => <Drops count={drops} />,
      },
      {
        ...columnOf(c, 'closed'),
        numeric: true,
        sortBy: (row) => closed(row)?.perSecond,
        cell: (row) => (
          <>
            {formatRate(closed(row)?.perSecond, 'connections')}
            {closed(row)?.shortShare !== undefined && (
              <span className="block text-2xs text-faint">
                {t('short', { share: formatValue(closed(row)?.shortShare, 'share') })}
              </span>
            )}
          </>
        ),
      },
      {
        ...columnOf(c, 'processes'),
        wrap: true,
        sortBy: ({ processes }) => processes[0]?.name,
        cell: ({ processes, sockets }) => (
          <ProcessNames processes={processes} isSought={sockets.some(({ sought }) => sought)} onOpen={onProcess} />
        ),
      },
    ];
  }, [t, c, halfOpen, churn, somaxconn, onProcess]);
  return (
    <DetailTable
      title={t('title')}
      columns={columns}
      rows={ports}
      keyOf={({ address, port, sockets }) => `${address} ${port} ${sockets[0]?.interfaceIndex}`}
      first={12}
    />
  );
};

'use client';
import { endpoint, formatValue, type SocketRow } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { FillBar } from '../../components/FillBar.tsx';
import { hostAddress } from '../api/hostAddress.ts';
import { useStored } from '../api/useStored.ts';
import { columnOf } from '../details/columnOf.ts';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { Drops } from './Drops.tsx';
import { holderOf } from './listeners.ts';
import { ProcessNames } from './ProcessNames.tsx';

const EVERY_MS = 3000;
const MOST = 200;

interface UdpAnswer {
  readonly matched: number;
  readonly sockets: readonly SocketRow[];
}

interface UdpTableProps {
  readonly hostId: string;
  readonly onProcess: (pid: number) => void;
}

const fillOf = ({ rmemAlloc, rcvbuf }: SocketRow) =>
  rmemAlloc === undefined || rcvbuf === undefined ? undefined : rmemAlloc / Math.max(1, rcvbuf);

/** UDP sockets with their receive buffers: they have no queue to be accepted from, what is not read in time is dropped. */
export const UdpTable = ({ hostId, onProcess }: UdpTableProps) => {
  const t = useTranslations('listeners');
  const c = useTranslations('listeners.udpColumns');
  const query = new URLSearchParams({ filter: 'proto:udp', sort: 'drops', limit: String(MOST), maxAge: '3000' });
  const { body, refusal } = useStored<UdpAnswer>(hostAddress(hostId, `/sockets?${query}`), EVERY_MS);
  const columns = useMemo(
    (): readonly DetailColumn<SocketRow>[] => [
      {
        ...columnOf(c, 'port'),
        sortBy: ({ localPort }) => -localPort,
        cell: ({ local, localPort, remote, remotePort }) => (
          <>
            <code className="font-mono">{endpoint(local, localPort)}</code>
            {remotePort !== 0 && (
              <span className="block text-2xs text-faint">
                {'→ '}
                {endpoint(remote, remotePort)}
              </span>
            )}
          </>
        ),
      },
      {
        ...columnOf(c, 'held'),
        sortBy: fillOf,
        cell: (row) => {
          const text = t('queueOf', {
            queue: formatValue(row.rmemAlloc, 'bytes'),
            backlog: formatValue(row.rcvbuf, 'bytes'),
          });
          const fraction = fillOf(row);
          return (
            <span className="flex items-center gap-2">
              <span className="w-16 shrink-0">
                <FillBar
                  label={c('held')}
                  text={text}
                  fraction={fraction}
                  tone={(fraction ?? 0) >= 1 ? 'saturated' : (fraction ?? 0) >= 0.5 ? 'busy' : 'calm'}
                />
              </span>
              <span aria-hidden="true">{text}</span>
            </span>
          );
        },
      },
      {
        ...columnOf(c, 'drops'),
        numeric: true,
        sortBy: ({ drops }) => drops,
        cell: ({ drops }) => <Drops count={drops} />,
      },
      {
        ...columnOf(c, 'process'),
        wrap: true,
        sortBy: ({ process }) => process,
        cell: (row) => {
          const holder = holderOf(row);
          return (
            <ProcessNames
              processes={holder === undefined ? [] : [holder]}
              isSought={row.sought === true}
              onOpen={onProcess}
            />
          );
        },
      },
    ],
    [t, c, onProcess],
  );
  if (body === undefined)
    return (
      <p className="px-4 py-3 text-faint text-sm">
        {refusal === undefined ? t('waiting') : t('refused', { reason: refusal.message })}
      </p>
    );
  if (body.matched === 0) return <p className="px-4 py-3 text-faint text-sm">{t('udpNone')}</p>;
  return (
    <>
      <DetailTable title={t('udp')} columns={columns} rows={body.sockets} keyOf={({ cookie }) => cookie} first={12} />
      {body.matched > body.sockets.length && (
        <p className="px-4 py-1 text-faint text-xs">
          {t('udpMore', { shown: body.sockets.length, count: body.matched })}
        </p>
      )}
    </>
  );
};

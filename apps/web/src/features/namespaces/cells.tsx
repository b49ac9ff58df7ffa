'use client';
import { endpoint, formatValue, type NamespaceRow } from '@netstrata/metrics';

import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import { useListed } from '../../locale/useListed.ts';

type StateId = keyof Required<NonNullable<NamespaceRow['tcpStates']>>;

const FAINT = 'block text-faint text-2xs';

/** Its name over who lives in it. */
export const NameCell = ({
  row: { inode, mount, name, naming, pid, processes, program },
}: {
  readonly row: NamespaceRow;
}) => {
  const t = useTranslations('namespaces');
  const lowest = program === undefined || pid === undefined ? undefined : t('lowest', { program, pid: String(pid) });
  const facts = [
    t(`naming.${naming}`),
    t('processes', { count: processes }),
    ...(lowest === undefined ? [] : [lowest]),
  ];
  return (
    <span title={[`net:[${inode}]`, ...(mount === undefined ? [] : [mount])].join('\n')}>
      <span className="font-medium text-ink">{name}</span>
      <span className={FAINT}>{facts.join(' · ')}</span>
    </span>
  );
};

/** By protocol over TCP by state; or why none can be told. */
export const SocketsCell = ({ row }: { readonly row: NamespaceRow }) => {
  const t = useTranslations('namespaces');
  const listed = useListed();
  const { reason, socketsReason, tcpInuse, tcpStates, timeWait, udpInuse, unix } = row;
  if (reason !== undefined) return <span className="text-busy-ink">{reason}</span>;
  const counts: readonly (readonly [string, number | undefined])[] = [
    ['TCP', tcpInuse],
    ['UDP', udpInuse],
    ['Unix', unix],
  ];
  const known = counts.flatMap(([protocol, count]) =>
    count === undefined ? [] : t('inUse', { protocol, count: String(count) }),
  );
  const states = Object.entries(tcpStates ?? (timeWait === undefined ? {} : { 'time-wait': timeWait }));
  const words = states.flatMap(([state, count]) =>
    count > 0 ? t('inState', { count: String(count), state: t(`states.${state as StateId}`) }) : [],
  );
  return (
    <>
      <span className="whitespace-nowrap">{known.join(' · ')}</span>
      <span className={FAINT}>{socketsReason ?? listed(words)}</span>
    </>
  );
};

interface DropsProps {
  readonly perSecond: number | undefined;
  readonly total: number | undefined;
}

/** Events a second over all of them so far; marked while they happen. */
export const DropsCell = ({ perSecond, total }: DropsProps) => {
  const t = useTranslations('namespaces');
  return (
    <>
      <span className={cx(perSecond !== undefined && perSecond > 0 && 'font-semibold text-saturated-ink')}>
        {formatValue(perSecond, 'events/s')}
      </span>
      {total !== undefined && total > 0 && (
        <span className={FAINT}>{t('total', { count: formatValue(total, 'count') })}</span>
      )}
    </>
  );
};

/** What full queues refuse, and the fullest one, marked from its backlog on. */
export const QueueCell = ({ row }: { readonly row: NamespaceRow }) => {
  const t = useTranslations('namespaces');
  const [fullest] = row.listeners ?? [];
  return (
    <>
      <DropsCell perSecond={row.listenOverflowsPerSecond} total={row.listenOverflows} />
      {fullest !== undefined && (
        <span
          className={cx('block text-2xs', fullest.waiting >= fullest.backlog ? 'text-saturated-ink' : 'text-faint')}
        >
          <code className="font-mono">{endpoint(fullest.address, fullest.port)}</code>{' '}
          {t('queue', { waiting: String(fullest.waiting), backlog: String(fullest.backlog) })}
        </span>
      )}
    </>
  );
};

/** Received over sent. */
export const TrafficCell = ({ row: { rxBytesPerSecond, txBytesPerSecond } }: { readonly row: NamespaceRow }) => {
  const t = useTranslations('namespaces');
  return (
    <>
      <span className="block">{t('received', { rate: formatValue(rxBytesPerSecond, 'bytes/s') })}</span>
      <span className="block">{t('sent', { rate: formatValue(txBytesPerSecond, 'bytes/s') })}</span>
    </>
  );
};

const SHOWN_DEVICES = 3;

/** Its devices by name, with the rest on hovering. */
export const DevicesCell = ({ row: { devices } }: { readonly row: NamespaceRow }) => {
  const t = useTranslations('namespaces');
  const listed = useListed();
  const outside = devices.filter(({ device }) => device !== 'lo');
  const lines = devices.map(({ device, mtuBytes, rxBytesPerSecond, rxDropped, txBytesPerSecond, txDropped }) =>
    [
      device,
      ...(mtuBytes === undefined ? [] : [t('mtu', { bytes: String(mtuBytes) })]),
      t('received', { rate: formatValue(rxBytesPerSecond, 'bytes/s') }),
      t('sent', { rate: formatValue(txBytesPerSecond, 'bytes/s') }),
      t('dropped', { count: formatValue(rxDropped + txDropped, 'count') }),
    ].join('  '),
  );
  const names = outside
    .slice(0, SHOWN_DEVICES)
    .map(({ device, mtuBytes }) => [device, mtuBytes].filter(Boolean).join(' '));
  return (
    <code className="font-mono" title={lines.join('\n')}>
      {outside.length === 0 ? 'lo' : listed(names)}
      {outside.length > SHOWN_DEVICES && ` +${outside.length - SHOWN_DEVICES}`}
    </code>
  );
};

import type { NetworkReport } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { columnOf } from '../details/columnOf.ts';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';

type Words = ReturnType<typeof useTranslations<'network.routes'>>;
type ColumnWords = ReturnType<typeof useTranslations<'network.routes.columns'>>;
type Route = NetworkReport['routes'][number];

/** A hop a line, with its share where there are several. */
const Hops = ({ route, of }: { readonly route: Route; readonly of: 'gateway' | 'device' }) => {
  const t = useTranslations('network.routes');
  const all = route.nexthops.reduce((sum, { weight }) => sum + weight, 0);
  return route.nexthops.map(({ gateway, device, weight }) => {
    const value = of === 'gateway' ? gateway : device;
    const shared = of === 'gateway' && route.nexthops.length > 1;
    return (
      <div key={`${gateway} ${device}`}>
        {value === undefined ? (
          of === 'gateway' && <span className="text-faint">{t('onLink')}</span>
        ) : (
          <code className="font-mono">{value}</code>
        )}
        {shared && <span className="text-faint"> {t('weight', { weight: String(weight), all: String(all) })}</span>}
      </div>
    );
  });
};

/** A route that refuses packets says so where others say their gateway. */
const gatewayCell = (route: Route) =>
  route.type === 'unicast' ? <Hops route={route} of="gateway" /> : <span className="text-faint">{route.type}</span>;

const columnsOf = (t: Words, c: ColumnWords): readonly DetailColumn<Route>[] => [
  {
    ...columnOf(c, 'destination'),
    sortBy: ({ destination }) => destination,
    cell: ({ destination, isDefault, family }) =>
      isDefault ? (
        <span>
          <strong className="font-medium">{t('isDefault')}</strong>{' '}
          <span className="text-faint">{family === 'ipv4' ? 'IPv4' : 'IPv6'}</span>
        </span>
      ) : (
        <code className="font-mono">{destination}</code>
      ),
  },
  { ...columnOf(c, 'gateway'), cell: gatewayCell },
  {
    ...columnOf(c, 'device'),
    sortBy: ({ nexthops }) => nexthops[0]?.device,
    cell: (route) => route.type === 'unicast' && <Hops route={route} of="device" />,
  },
  { ...columnOf(c, 'metric'), numeric: true, sortBy: ({ metric = 0 }) => metric, cell: ({ metric }) => metric },
  { ...columnOf(c, 'source'), cell: ({ source }) => <code className="font-mono">{source}</code> },
  { ...columnOf(c, 'mtu'), numeric: true, sortBy: ({ mtuBytes }) => mtuBytes, cell: ({ mtuBytes }) => mtuBytes },
  { ...columnOf(c, 'from'), sortBy: ({ protocol }) => protocol, cell: ({ protocol }) => protocol },
  { ...columnOf(c, 'table'), sortBy: ({ table }) => table, cell: ({ table }) => table },
];

const keyOf = ({ family, table, type, destination, metric, nexthops }: Route) =>
  [family, table, type, destination, metric, ...nexthops.map(({ gateway, device }) => `${gateway}@${device}`)].join(
    ' ',
  );

export const RoutesTable = ({ routes }: { readonly routes: readonly Route[] }) => {
  const t = useTranslations('network.routes');
  const c = useTranslations('network.routes.columns');
  const columns = useMemo(() => columnsOf(t, c), [t, c]);
  return <DetailTable title={t('title')} columns={columns} rows={routes} keyOf={keyOf} first={6} />;
};

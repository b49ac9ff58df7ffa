import type { NetworkReport } from '@netstrata/metrics';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { headOf } from '../details/headOf.ts';
import { NETWORK_TEXT } from './text.ts';

const TEXT = NETWORK_TEXT.routes;
type Route = NetworkReport['routes'][number];
type ColumnId = 'destination' | 'gateway' | 'device' | 'metric' | 'source' | 'mtu' | 'from' | 'table';

const titleOf = (id: ColumnId) => headOf(TEXT, id);

/** A hop a line, with its share where there are several. */
const Hops = ({ route, of }: { readonly route: Route; readonly of: 'gateway' | 'device' }) => {
  const all = route.nexthops.reduce((sum, { weight }) => sum + weight, 0);
  return route.nexthops.map(({ gateway, device, weight }) => {
    const value = of === 'gateway' ? gateway : device;
    const shared = of === 'gateway' && route.nexthops.length > 1;
    return (
      <div key={`${gateway} ${device}`}>
        {value === undefined ? (
          of === 'gateway' && <span className="text-faint">{TEXT.onLink}</span>
        ) : (
          <code className="font-mono">{value}</code>
        )}
        {shared && <span className="text-faint"> {TEXT.of(weight, all)}</span>}
      </div>
    );
  });
};

/** A route that refuses packets says so where others say their gateway. */
const gatewayCell = (route: Route) =>
  route.type === 'unicast' ? <Hops route={route} of="gateway" /> : <span className="text-faint">{route.type}</span>;

const COLUMNS: readonly DetailColumn<Route>[] = [
  {
    ...titleOf('destination'),
    sortBy: ({ destination }) => destination,
    cell: ({ destination, isDefault, family }) =>
      isDefault ? (
        <span>
          <strong className="font-medium">{TEXT.isDefault}</strong>{' '}
          <span className="text-faint">{family === 'ipv4' ? 'IPv4' : 'IPv6'}</span>
        </span>
      ) : (
        <code className="font-mono">{destination}</code>
      ),
  },
  { ...titleOf('gateway'), cell: gatewayCell },
  {
    ...titleOf('device'),
    sortBy: ({ nexthops }) => nexthops[0]?.device,
    cell: (route) => route.type === 'unicast' && <Hops route={route} of="device" />,
  },
  { ...titleOf('metric'), numeric: true, sortBy: ({ metric = 0 }) => metric, cell: ({ metric }) => metric },
  { ...titleOf('source'), cell: ({ source }) => <code className="font-mono">{source}</code> },
  { ...titleOf('mtu'), numeric: true, sortBy: ({ mtuBytes }) => mtuBytes, cell: ({ mtuBytes }) => mtuBytes },
  { ...titleOf('from'), sortBy: ({ protocol }) => protocol, cell: ({ protocol }) => protocol },
  { ...titleOf('table'), sortBy: ({ table }) => table, cell: ({ table }) => table },
];

const keyOf = ({ family, table, type, destination, metric, nexthops }: Route) =>
  [family, table, type, destination, metric, ...nexthops.map(({ gateway, device }) => `${gateway}@${device}`)].join(
    ' ',
  );

export const RoutesTable = ({ routes }: { readonly routes: readonly Route[] }) => (
  <DetailTable title={TEXT.title} columns={COLUMNS} rows={routes} keyOf={keyOf} first={6} />
);

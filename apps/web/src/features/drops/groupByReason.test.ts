import { expect, it } from 'vitest';
import { groupByReason } from './groupByReason.ts';

const row = (reason: string | undefined, total: number, more: object = {}) => ({
  reason,
  total,
  perSecond: 1,
  estimated: 0,
  protocol: 2048,
  ...more,
});

it('one row a reason, with its protocols and places, the most frequent first', () => {
  const groups = groupByReason([
    row('NO_SOCKET', 5, { location: 'udp+0x1', estimated: 2 }),
    row('SOCKET_RCVBUFF', 8),
    row('NO_SOCKET', 6, { location: 'tcp+0x2' }),
    row('NO_SOCKET', 7, { location: 'udp+0x1', protocol: 34_525 }),
  ]);
  expect(groups).toMatchObject([
    {
      reason: 'NO_SOCKET',
      total: 18,
      perSecond: 3,
      estimated: 2,
      protocols: [2048, 34_525],
      places: [
        { location: 'udp+0x1', total: 12 },
        { location: 'tcp+0x2', total: 6 },
      ],
    },
    { reason: 'SOCKET_RCVBUFF', total: 8, places: [] },
  ]);
});

it('what lost nothing comes last, and a rate that is not known stays so', () => {
  const groups = groupByReason([
    row('TCP_OLD_DATA', 900),
    row(undefined, 1, { perSecond: undefined }),
    row(undefined, 1),
  ]);
  expect(groups.map(({ reason }) => reason)).toEqual([undefined, 'TCP_OLD_DATA']);
  expect(groups[0]).toMatchObject({ total: 2, perSecond: undefined, about: { nature: 'unknown' } });
});

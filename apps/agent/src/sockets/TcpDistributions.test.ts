import { TCP_INFO_U32, TCP_INFO_U64 } from '@netstrata/kernel';
import { expect, it } from 'vitest';
import type { SocketView } from './SocketView.ts';
import { TcpDistributions } from './TcpDistributions.ts';

type Info = Readonly<Record<number, number>>;

/** A connection whose tcp_info holds these fields and ends before all others. */
const connection = (info: Info, deliveryRateAppLimited = false): SocketView =>
  ({
    cursor: {
      tcpInfo32: (offset: number) => info[offset] ?? Number.NaN,
      tcpInfo64: (offset: number) => info[offset] ?? Number.NaN,
      deliveryRateAppLimited,
    },
  }) as unknown as SocketView;

const { rttUs, sndCwnd } = TCP_INFO_U32;
const { bytesSent, bytesRetrans, deliveryRateBytesPerSecond } = TCP_INFO_U64;

it('a value is spread over the connections that have it', () => {
  const spread = new TcpDistributions();
  spread.add(connection({ [rttUs]: 20, [sndCwnd]: 10, [bytesSent]: 1000, [bytesRetrans]: 250 }));
  spread.add(connection({ [rttUs]: 30, [sndCwnd]: 2, [bytesSent]: 0, [bytesRetrans]: 0 }));
  spread.add(connection({ [rttUs]: 0, [sndCwnd]: 4, [bytesSent]: 500, [bytesRetrans]: 0 }));
  spread.add(connection({ [sndCwnd]: 10, [deliveryRateBytesPerSecond]: 2 ** 33 }));
  spread.add(connection({ [sndCwnd]: 10, [deliveryRateBytesPerSecond]: 5 }, true));
  expect(spread.established).toBe(5);
  expect(spread.quantiles()).toEqual({
    rttMedianUs: 20,
    rttP95Us: 30,
    minRttMedianUs: undefined,
    minRttP95Us: undefined,
    cwndMedianSegs: 10,
    cwndP5Segs: 2,
    retransmittedP95Share: expect.closeTo(0.25, 2),
    deliveryRateMedianBytesPerSecond: 8_724_152_319.5,
    deliveryRateP5BytesPerSecond: 8_724_152_319.5,
  });
  const [rtt, , , retransmitted] = spread.distributions();
  expect(rtt).toEqual({
    of: 'rttUs',
    connections: 2,
    p5: 20,
    median: 20,
    p95: 30,
    buckets: [{ from: 16, to: 32, connections: 2 }],
  });
  expect(retransmitted).toMatchObject({ of: 'retransmittedShare', connections: 2, median: 0 });
  expect(retransmitted?.buckets.at(0)).toEqual({ from: 0, to: 0.0001, connections: 1 });
  expect(retransmitted?.buckets.at(-1)).toEqual({ from: 0.2048, to: 0.4096, connections: 1 });
});

it('without connections nothing is known', () => {
  const spread = new TcpDistributions();
  spread.add(connection({ [sndCwnd]: 10 }));
  spread.clear();
  expect(spread.established).toBe(0);
  expect(Object.values(spread.quantiles())).toEqual(Array(9).fill(undefined));
});

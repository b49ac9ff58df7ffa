import type { DisplayUnit, Distributed } from '@netstrata/metrics';

interface DistributionText {
  readonly title: string;
  readonly help: string;
  readonly unit: DisplayUnit;
}

export const DISTRIBUTIONS_TEXT = {
  title: 'How connections are spread',
  about:
    'Every established TCP connection, counted by its value; each bar holds values up to twice those of the one before.',
  established: (count: string) => `${count} established`,
  none: 'No TCP connection is established now.',
  empty: 'no connection has this value now',
  quantile: { p5: '5 %', median: 'half', p95: '95 %' },
  quantiles: (p5: string, median: string, p95: string) => `5 % up to ${p5}, half up to ${median}, 95 % up to ${p95}`,
  bucket: (count: number, from: string, to: string) =>
    `${count} ${count === 1 ? 'connection' : 'connections'} from ${from} to ${to}`,
  counted: (count: number, all: number) => (count === all ? 'all' : `${count} of ${all}`),
} as const;

export const DISTRIBUTED_TEXT: Readonly<Record<Distributed, DistributionText>> = {
  rttUs: {
    title: 'Round trip time',
    help: 'Smoothed, as the kernel uses it for its timers.',
    unit: 'microseconds',
  },
  minRttUs: {
    title: 'Shortest round trip time',
    help: 'The path without queues. What the round trip time has above it was spent waiting.',
    unit: 'microseconds',
  },
  cwndSegs: {
    title: 'Congestion window',
    help: 'Segments that may be on the way at once. New connections begin with 10; loss makes it smaller.',
    unit: 'segments',
  },
  retransmittedShare: {
    title: 'Bytes sent again',
    help: 'Share of all bytes sent since the connection was opened.',
    unit: 'share',
  },
  deliveryRateBytesPerSecond: {
    title: 'Delivery rate',
    help: 'As last measured, of connections whose program gave enough to measure what the path takes.',
    unit: 'bytes/s',
  },
};

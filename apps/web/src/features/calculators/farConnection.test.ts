import type { SocketRow } from '@netstrata/metrics';
import { parseSocketFilter } from '@netstrata/metrics/socketFilter';
import { expect, test } from 'vitest';
import { socketRow } from '../sockets/testing/socketRow.ts';
import { FAR_QUERY, farConnection } from './farConnection.ts';

const row = (parts: Partial<SocketRow>): SocketRow => socketRow({ rttUs: 40_000, ...parts });

test('what is asked for is a filter of sockets, of which no word is a part of a name', () => {
  const parsed = parseSocketFilter(new URLSearchParams(FAR_QUERY).get('filter') ?? '');
  const kinds = parsed.ok ? parsed.filter.terms.flatMap(({ tests }) => tests.map(({ kind }) => kind)) : [];
  expect(kinds).toEqual(['protocol', 'state', 'address', 'address']);
});

test('the busiest connection that leaves the host, without what queues add to its round trip', () => {
  const busy = row({ process: 'rsync', rttUs: 90_000, minRttUs: 40_200, txBytesPerSecond: 5000 });
  const idle = row({ remote: '10.0.0.7', rttUs: 200_000 });
  expect(farConnection([idle, busy])).toEqual({
    process: 'rsync',
    remote: '10.0.0.9',
    remotePort: 443,
    rttUs: 40_200,
  });
  expect(farConnection([{ ...busy, rttUs: 42_000 }])?.rttUs).toBe(42_000);
  expect(farConnection([row({}), idle])).toMatchObject({ remote: '10.0.0.7', rttUs: 200_000 });
});

test('a connection to an address of the host itself, or without a round trip, is none', () => {
  expect(farConnection([row({ remote: '10.0.0.1', txBytesPerSecond: 9e9 })])).toBe(undefined);
  expect(farConnection([row({ rttUs: undefined })])).toBe(undefined);
  expect(farConnection([])).toBe(undefined);
});

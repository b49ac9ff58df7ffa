import { expect, it } from 'vitest';
import { socketEase } from './socketEase.ts';
import type { SocketRow } from './sockets.ts';

const row = (parts: Partial<SocketRow>): SocketRow => ({
  protocol: 'udp',
  family: 4,
  state: 'close',
  local: '0.0.0.0',
  localPort: 8125,
  remote: '0.0.0.0',
  remotePort: 0,
  cookie: '1',
  inode: 1,
  uid: 0,
  recvQ: 0,
  sendQ: 0,
  fill: 0,
  limit: 'none',
  ...parts,
});

it.each<[Partial<SocketRow>, string | undefined]>([
  [{}, 'quiet'],
  [{ drops: 0 }, 'quiet'],
  [{ drops: 1 }, 'dropped'],
  [{ drops: 1, sendQ: 1280 }, 'sending'],
  [{ drops: 1, limit: 'reader' }, undefined],
  [{ protocol: 'tcp', state: 'listen', sendQ: 8 }, 'quiet'],
  [{ protocol: 'tcp', state: 'listen', recvQ: 1, sendQ: 8 }, 'waiting'],
  [{ protocol: 'tcp', state: 'listen', recvQ: 9, sendQ: 8, limit: 'accept' }, undefined],
  [{ protocol: 'tcp', state: 'established' }, 'quiet'],
  [{ protocol: 'tcp', state: 'established', rxBytesPerSecond: 0 }, 'quiet'],
  [{ protocol: 'tcp', state: 'established', rxBytesPerSecond: 12_000 }, 'reading'],
  [{ protocol: 'tcp', state: 'established', rxBytesPerSecond: 2_000_000, limit: 'sender' }, undefined],
  [{ protocol: 'tcp', state: 'fin-wait-2', rxBytesPerSecond: 12_000 }, 'quiet'],
  [{ protocol: 'tcp', state: 'time-wait', recvQ: 1 }, 'quiet'],
])('a socket with %o is %s', (parts, ease) => {
  expect(socketEase(row(parts))).toBe(ease);
});

import { expect, test } from 'vitest';
import { forge, internetChecksum } from './forge.ts';

const source = Buffer.from([198, 18, 0, 1]);
const target = { address: '10.200.0.5', port: 80 };

test('sums as RFC 1071 does in its example', () => {
  // 0001 f203 f4f5 f6f7 add up to ddf2, whose complement is 220d.
  expect(internetChecksum(Buffer.from('0001f203f4f5f6f7', 'hex')).toString(16)).toBe('220d');
  expect(internetChecksum(Buffer.from([0xff]))).toBe(0x00ff);
});

test('a SYN has the flag, both addresses, the port and a checksum that sums to zero', () => {
  const packet = forge({ kind: 'syn', source, target, number: 7, payloadBytes: 0 });
  expect(packet.length).toBe(40);
  expect(packet.subarray(12, 20).join('.')).toBe('198.18.0.1.10.200.0.5');
  const tcp = packet.subarray(20);
  expect([tcp.readUInt16BE(0), tcp.readUInt16BE(2), tcp[13]]).toEqual([1031, 80, 2]);
  const pseudo = Buffer.concat([packet.subarray(12, 20), Buffer.from([0, 6, 0, 20])]);
  expect(internetChecksum(Buffer.concat([pseudo, tcp]))).toBe(0);
});

test('a fragment says that more comes, and a datagram does not', () => {
  const fragment = forge({ kind: 'fragment', source, target, number: 1, payloadBytes: 400 });
  expect([fragment.readUInt16BE(6), fragment.readUInt16BE(24), fragment.length]).toEqual([0x2000, 808, 428]);
  const datagram = forge({ kind: 'udp', source, target, number: 1, payloadBytes: 400 });
  expect([datagram.readUInt16BE(6), datagram.readUInt16BE(24), datagram.length]).toEqual([0, 408, 428]);
});

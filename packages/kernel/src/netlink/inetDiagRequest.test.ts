import { expect, test } from 'vitest';
import { inetDiagRequest, tcpDiagRequest, tcpSocketRequest } from './inetDiagRequest.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test.each([
  ['tcp', 4, '0206'],
  ['tcp', 6, '0a06'],
  ['udp', 4, '0211'],
  ['udp', 6, '0a11'],
] as const)('asks for every %s%i socket', (protocol, family, familyAndProtocol) => {
  // Length 72, type 20, request and dump, number 258, port 0; info, cong and skmem; states 1 to 12; no address.
  const header = '48000000140001030201000000000000';
  expect(hex(inetDiagRequest({ protocol, family, seq: 258 }))).toBe(
    `${header}${familyAndProtocol}4a00fe1f0000${'00'.repeat(48)}`,
  );
});

test('asks for TCP of both families in the older form', () => {
  expect(hex(tcpDiagRequest(258))).toBe(`4c0000001200010302010000000000000000004a${'00'.repeat(48)}fe1f000000000000`);
});

test('asks for all there is to say of raw sockets, whose protocol is 255', () => {
  const header = '48000000140001030201000000000000';
  expect(hex(inetDiagRequest({ protocol: 'raw', family: 4, seq: 258, all: true }))).toBe(
    `${header}02ffff00fe1f0000${'00'.repeat(48)}`,
  );
});

test('asks for MPTCP by an attribute, with a protocol that no older kernel knows', () => {
  const header = '50000000140001030201000000000000';
  expect(hex(inetDiagRequest({ protocol: 'mptcp', family: 6, seq: 258 }))).toBe(
    `${header}0a004a00fe1f0000${'00'.repeat(48)}0800030006010000`,
  );
});

test('asks for one TCP socket by its name, with an acknowledgement', () => {
  const sockId = Uint8Array.from({ length: 48 }, (_, at) => at);
  const header = '48000000140005000201000000000000';
  expect(hex(tcpSocketRequest({ family: 6, sockId }, 258))).toBe(`${header}0a06ff00fe1f0000${hex(sockId)}`);
});

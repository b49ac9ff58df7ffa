import { expect, test } from 'vitest';
import { inetDiagRequest, tcpDiagRequest } from './inetDiagRequest.ts';

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

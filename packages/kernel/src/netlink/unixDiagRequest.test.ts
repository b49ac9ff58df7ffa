import { expect, test } from 'vitest';
import { unixDiagRequest } from './unixDiagRequest.ts';

test('asks for every Unix socket with the attributes named', () => {
  // Length 40, type 20, request and dump, number 258, port 0.
  const header = '28000000140001030201000000000000';
  // Family 1; states 1 to 12; any inode; name, peer, icons, rqlen, meminfo and uid; no cookie.
  expect(Buffer.from(unixDiagRequest({ seq: 258, show: 0x7d })).toString('hex')).toBe(
    `${header}01000000fe1f0000000000007d0000000000000000000000`,
  );
});

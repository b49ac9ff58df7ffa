import { expect, test } from 'vitest';
import { attributeBytes, concat, endMessage, message, words } from '../testing/diagBytes.ts';
import { expectOnlyWholeEntries } from '../testing/hostileDatagrams.ts';
import { rtnetlinkReplay } from '../testing/rtnetlinkReplay.ts';
import { Rtnetlink } from './Rtnetlink.ts';
import { readWaitingNeighbours } from './waitingNeighbours.ts';

const attribute = (type: number, payload: Uint8Array) => attributeBytes({ type, payload });
/** RTM_NEWNEIGH of IPv4 on veth0. */
const neighbour = (state: number, last: number, ...more: readonly Uint8Array[]) =>
  message(28, concat([words(2, 3, state), attribute(1, Uint8Array.of(192, 0, 2, last)), ...more]));
const listOf = (most: number, ...messages: readonly Uint8Array[]) =>
  readWaitingNeighbours(
    new Rtnetlink(rtnetlinkReplay({ neigh: [concat([...messages, endMessage(3, 0)])] }).connect),
    most,
  );

test('lists those that failed or are asked for, and no others', async () => {
  const one = { device: 'veth0', family: 'ipv4', linkAddress: undefined } as const;
  expect(await readWaitingNeighbours(new Rtnetlink(rtnetlinkReplay().connect), 100)).toEqual({
    total: 2,
    neighbours: [
      { ...one, address: '192.0.2.8', state: 'failed', seconds: 1.7 },
      { ...one, address: '192.0.2.99', state: 'incomplete', seconds: 1.62 },
    ],
  });
});

test('says what was known of one that is asked again, and not how long where the kernel does not', async () => {
  const link = attribute(2, Uint8Array.of(2, 0, 0, 0, 0, 5));
  const { neighbours } = await listOf(9, neighbour(16, 5, link), neighbour(32, 6, attribute(2, new Uint8Array(40))));
  expect(neighbours).toMatchObject([
    { state: 'probe', linkAddress: '02:00:00:00:00:05', seconds: undefined },
    { state: 'failed', linkAddress: undefined },
  ]);
});

test('lists no more than it may, and counts the rest', async () => {
  const { neighbours, total } = await listOf(
    2,
    ...Array.from({ length: 5 }, (_, n) => neighbour(32, n)),
    neighbour(2, 9),
  );
  expect([neighbours.map(({ address }) => address), total]).toEqual([['192.0.2.0', '192.0.2.1'], 5]);
});

test('whatever the bytes are, it ends with whole neighbours or a clear error', async () => {
  await expectOnlyWholeEntries('neigh', async (rtnetlink) => {
    for (const { address } of (await readWaitingNeighbours(rtnetlink, 100)).neighbours)
      expect(address).toMatch(/^[0-9a-f.:]{2,45}$/);
  });
});

import fc from 'fast-check';
import { KernelError } from '../KernelError.ts';
import { Rtnetlink } from '../rtnetlink/Rtnetlink.ts';
import { concat, endMessage } from './diagBytes.ts';
import { fixtureDatagrams } from './fixture.ts';
import { type RtName, rtnetlinkReplay } from './rtnetlinkReplay.ts';

/**
 * Feeds a reader of one table everything but what the kernel sends: each truncation of a captured dump, captured ones with a few bytes
 * changed, and random bytes. It must end, with rows that `read` finds right or with a KernelError.
 */
export async function expectOnlyWholeEntries(
  table: RtName,
  read: (rtnetlink: Rtnetlink) => Promise<unknown>,
): Promise<void> {
  const good = concat(fixtureDatagrams(`rtnetlink-${table}.hex`));
  const check = async (datagram: Uint8Array): Promise<void> => {
    const answer = { [table]: [datagram, endMessage(3, 0)] };
    try {
      await read(new Rtnetlink(rtnetlinkReplay(answer).connect));
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
    }
  };
  // Every length near the beginning, then fewer: the entries are alike.
  for (let length = 0; length < good.length; length += length < 1500 ? 3 : 61) await check(good.slice(0, length));
  const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
  const changed = fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) => {
    const bytes = good.slice();
    for (const [at, byte] of changes) bytes[at] = byte;
    return bytes;
  });
  await fc.assert(fc.asyncProperty(changed, check));
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), check));
}

import { rateOfAll, sumKnown } from '../rates.ts';
import type { SampleWindow } from '../types.ts';
import { type Words, words } from '../words/index.ts';
import { ID } from './ids.ts';
import { fullQueueDrops } from './qdiscTroubles.ts';
import { NOW_SECONDS } from './thresholds.ts';

/** Of what a layer counts. The layers are read some milliseconds after each other, and a burst may fall between two of them. */
const SAME = 0.75;

const LINK = words('Link', '链路层');
const NETWORK = words('Network', '网络层');

const DISCARDS = [ID.ip.outDiscards, ID.ip6.outDiscards];
const UNSENT = [ID.udp.sndbufErrors, ID.udp6.sndbufErrors];

function covers(lower: number | undefined, upper: number | undefined): boolean {
  return lower !== undefined && upper !== undefined && upper > 0 && lower >= SAME * upper;
}

/** What the devices of the host lost of the packets to send, a second. */
function atLink(window: SampleWindow): number | undefined {
  const devices = window.labelsOf(ID.dev.txDropped).map((labels) => window.rate(ID.dev.txDropped, NOW_SECONDS, labels));
  return sumKnown([fullQueueDrops(window), ...devices]);
}

/** Where the packets that IP could not send were lost, if below it: the queue of a device tells its sender that it has no room. */
export function discardsLostAt(window: SampleWindow): Words | undefined {
  return covers(atLink(window), rateOfAll(window, DISCARDS, NOW_SECONDS)) ? LINK : undefined;
}

/** The same of datagrams that UDP counts as unsent: those that IP could not send are among them. */
export function datagramsLostAt(window: SampleWindow): Words | undefined {
  const discards = rateOfAll(window, DISCARDS, NOW_SECONDS);
  return covers(discards, rateOfAll(window, UNSENT, NOW_SECONDS)) ? (discardsLostAt(window) ?? NETWORK) : undefined;
}

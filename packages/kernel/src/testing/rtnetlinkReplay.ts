import type { NetlinkChannel } from '../netlink/NetlinkSocket.ts';
import { endMessage, PORT } from './diagBytes.ts';
import { fixtureDatagrams } from './fixture.ts';

/** What a kernel answers with: datagrams, or word that some were lost. */
type Answer = readonly (Uint8Array | 'lost')[];
const TYPES = { link: 18, addr: 22, route: 26, neigh: 30, qdisc: 38, class: 42 } as const;
const NAMES = Object.fromEntries(Object.entries(TYPES).map(([name, type]) => [type, name])) as Record<number, RtName>;
export type RtName = keyof typeof TYPES;

const NO_CLASSES: Answer = [endMessage(3, 0)];

const captured = new Map<RtName, readonly Uint8Array[]>();
function capturedDump(name: RtName): readonly Uint8Array[] {
  const dump = captured.get(name) ?? fixtureDatagrams(`rtnetlink-${name}.hex`);
  captured.set(name, dump);
  return dump;
}

/**
 * A kernel that answers a request for each table with its captured dump, or with what a test gives instead. Every message that is sent
 * by request 7 is made an answer to the request at hand; others stay foreign.
 */
export function rtnetlinkReplay(answers: Partial<Record<RtName, Answer>> = {}) {
  const seen = { opened: 0, closed: 0, asked: [] as RtName[] };
  const connect = (): NetlinkChannel => {
    seen.opened++;
    let waiting: (Uint8Array | 'lost')[] = [];
    return {
      port: PORT,
      send: (request) => {
        const view = new DataView(request.buffer, request.byteOffset);
        const name = NAMES[view.getUint16(4, true)] ?? 'link';
        seen.asked.push(name);
        const answer = answers[name] ?? (name === 'class' ? NO_CLASSES : capturedDump(name));
        waiting = answer.map((part) => (part === 'lost' ? part : addressed(part, view.getUint32(8, true))));
      },
      receive: (buffer) => {
        const next = waiting.shift();
        if (next === undefined) throw new Error('the test asked for more than the kernel has');
        if (next === 'lost') return next;
        buffer.fill(0xee);
        buffer.set(next);
        return next.length;
      },
      close: () => {
        seen.closed++;
      },
    };
  };
  return { connect, seen };
}

/** The same datagram as an answer to request `seq`. */
function addressed(datagram: Uint8Array, seq: number): Uint8Array {
  const bytes = datagram.slice();
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 16 <= bytes.length; ) {
    if (view.getUint32(at + 8, true) === 7) {
      view.setUint32(at + 8, seq, true);
      view.setUint32(at + 12, PORT, true);
    }
    const length = view.getUint32(at, true);
    if (length < 16) break;
    at += Math.ceil(length / 4) * 4;
  }
  return bytes;
}

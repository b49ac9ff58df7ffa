import { Attributes } from '../netlink/Attributes.ts';
import { DiagBuffer } from '../netlink/DiagBuffer.ts';
import type { PatientChannel } from '../netlink/NetlinkSocket.ts';
import { attributeBytes, concat, endMessage, message, PORT } from './diagBytes.ts';
import { fixtureDatagrams } from './fixture.ts';

/** The number that the ethtool family had when the fixture was captured. */
export const ETHTOOL_ID = 21;
/** A request's command and the answer's. */
const REPLY: Readonly<Record<number, number>> = { 15: 16, 17: 18, 19: 20, 21: 22, 32: 33 };

/** Attributes of a message by type: a nest, or the bytes of a payload. */
export type Tree = readonly (readonly [type: number, value: Uint8Array | number | string | Tree])[];

export function treeBytes(tree: Tree): Uint8Array {
  return concat(
    tree.map(([type, value]) => {
      if (typeof value === 'number')
        return attributeBytes({ type, payload: new Uint8Array(new Uint32Array([value]).buffer) });
      if (typeof value === 'string') return attributeBytes({ type, payload: Buffer.from(`${value}\0`) });
      if (value instanceof Uint8Array) return attributeBytes({ type, payload: value });
      return attributeBytes({ type: type | 0x8000, payload: treeBytes(value) });
    }),
  );
}

/** What a parser is given of such a message. */
export function attributesOf(bytes: Uint8Array): Attributes {
  const buffer = new DiagBuffer(8192);
  buffer.bytes.fill(0xee);
  buffer.bytes.set(bytes);
  return new Attributes(buffer, 0, bytes.length);
}

/** One message of the family, for answers that no fixture has. */
export function genericMessage(command: number, tree: Tree): Uint8Array {
  return message(ETHTOOL_ID, concat([Uint8Array.of(command, 1, 0, 0), treeBytes(tree)]));
}

/** Stands for the question which number the family has. */
export const FAMILY_QUESTION = 0;

type Answer = readonly Uint8Array[] | 'lost' | { readonly errno: number; readonly after?: readonly Uint8Array[] };

export interface ScriptedKernel {
  readonly connect: () => PatientChannel;
  readonly seen: {
    opened: number;
    closed: number;
    readonly requests: { readonly command: number; readonly dump: boolean }[];
    /** What each of them said behind its command, in hex. */
    readonly payloads: string[];
  };
}

/**
 * Answers generic netlink as the kernel of the fixture did, or as `answerOf` says: messages, a loss, or a refusal behind some messages.
 */
export function scriptedKernel(
  answerOf: (command: number, dump: boolean) => Answer | undefined = () => undefined,
): ScriptedKernel {
  const captured = fixtureDatagrams('ethtool.hex');
  const seen: ScriptedKernel['seen'] = { opened: 0, closed: 0, requests: [], payloads: [] };
  const recorded = (type: number, command: number) =>
    captured.filter((bytes) => bytes[4] === type && (type === 16 || bytes[16] === (REPLY[command] ?? command)));
  const connect = (): PatientChannel => {
    seen.opened++;
    let steps: (Uint8Array | 'lost')[] = [];
    return {
      port: PORT,
      sendOnThread: async (request) => {
        const view = new DataView(request.buffer, request.byteOffset);
        const [type, seq, command] = [view.getUint16(4, true), view.getUint32(8, true), request[16] ?? 0];
        const dump = (view.getUint16(6, true) & 0x300) === 0x300;
        if (type === ETHTOOL_ID) {
          seen.requests.push({ command, dump });
          seen.payloads.push(Buffer.from(request.subarray(20)).toString('hex'));
        }
        const answer = answerOf(type === ETHTOOL_ID ? command : FAMILY_QUESTION, dump) ?? recorded(type, command);
        steps = stepsOf(answer, dump, seq);
      },
      receiveOnThread: async (buffer) => {
        const step = steps.shift();
        if (step === undefined) throw new Error('the answer has ended');
        if (step === 'lost') return step;
        buffer.set(step);
        return step.length;
      },
      close: () => {
        seen.closed++;
      },
    };
  };
  return { connect, seen };
}

function stepsOf(answer: Answer, dump: boolean, seq: number): (Uint8Array | 'lost')[] {
  const end = (errno: number) => endMessage(dump ? 3 : 2, errno, { seq });
  if (answer === 'lost') return ['lost', end(0)];
  if ('errno' in answer) return [...(answer.after ?? []).map((bytes) => addressed(bytes, seq)), end(-answer.errno)];
  return [...answer.map((bytes) => addressed(bytes, seq)), end(0)];
}

/** A copy whose messages answer this request. */
function addressed(datagram: Uint8Array, seq: number): Uint8Array {
  const bytes = datagram.slice();
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 16 <= bytes.length; at += Math.max(16, (view.getUint32(at, true) + 3) & ~3)) {
    view.setUint32(at + 8, seq, true);
    view.setUint32(at + 12, PORT, true);
  }
  return bytes;
}

/**
 * A program for kernel tests, run inside a network namespace: `on` makes a rule of nftables that looks at a connection's state,
 * which makes the kernel track connections there; `flush` makes it forget them. Speaks netlink itself, so that neither nft nor
 * conntrack need be installed. Says `done`, or why not.
 */
import { KernelError } from '../KernelError.ts';
import { NetlinkSocket } from '../netlink/NetlinkSocket.ts';

const NETLINK_NETFILTER = 12;
const NLM_F_REQUEST = 1;
const NLM_F_ACK = 4;
const NLM_F_CREATE = 0x400;
const NLMSG_ERROR = 2;
const BATCH_BEGIN = 16;
const BATCH_END = 17;
const SUBSYS_CTNETLINK = 1;
const SUBSYS_NFTABLES = 10;
const NFPROTO_UNSPEC = 0;
const NFPROTO_INET = 1;
const NLA_F_NESTED = 0x8000;
const TABLE = 'netstrata';
const CHAIN = 'look';

function attribute(type: number, value: Buffer): Buffer {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  padded.writeUInt16LE(4 + value.length, 0);
  padded.writeUInt16LE(type, 2);
  value.copy(padded, 4);
  return padded;
}
const nest = (type: number, ...parts: Buffer[]) => attribute(type | NLA_F_NESTED, Buffer.concat(parts));
const text = (type: number, value: string) => attribute(type, Buffer.from(`${value}\0`));
function number(type: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return attribute(type, bytes);
}

interface Message {
  readonly type: number;
  readonly flags: number;
  readonly family: number;
  readonly resource?: number;
  readonly body?: readonly Buffer[];
}

function bytesOf({ type, flags, family, resource = 0, body = [] }: Message): Buffer {
  const head = Buffer.alloc(20);
  const message = Buffer.concat([head, ...body]);
  message.writeUInt32LE(message.length, 0);
  message.writeUInt16LE(type, 4);
  message.writeUInt16LE(NLM_F_REQUEST | flags, 6);
  message.writeUInt8(family, 16);
  message.writeUInt16BE(resource, 18);
  return message;
}

function nft(type: number, ...body: Buffer[]): Message {
  return { type: (SUBSYS_NFTABLES << 8) | type, flags: NLM_F_ACK | NLM_F_CREATE, family: NFPROTO_INET, body };
}

/** In one transaction: a table, a chain at the prerouting hook, and in it a rule that loads the connection's state. */
const ON: readonly Message[] = [
  { type: BATCH_BEGIN, flags: 0, family: NFPROTO_UNSPEC, resource: SUBSYS_NFTABLES },
  nft(0, text(1, TABLE)),
  nft(3, text(1, TABLE), text(3, CHAIN), nest(4, number(1, 0), number(2, 0)), text(7, 'filter')),
  nft(6, text(1, TABLE), text(2, CHAIN), nest(4, nest(1, text(1, 'ct'), nest(2, number(1, 1), number(2, 0))))),
  { type: BATCH_END, flags: 0, family: NFPROTO_UNSPEC, resource: SUBSYS_NFTABLES },
];
const FLUSH: readonly Message[] = [{ type: (SUBSYS_CTNETLINK << 8) | 2, flags: NLM_F_ACK, family: NFPROTO_UNSPEC }];

/** Sends them, and waits for an answer to each that asked for one. */
function tell(messages: readonly Message[]): string {
  const socket = new NetlinkSocket(NETLINK_NETFILTER, { path: 'nfnetlink', timeoutMs: 5000 });
  try {
    socket.send(Buffer.concat(messages.map(bytesOf)));
    const buffer = Buffer.alloc(8192);
    let awaited = messages.filter(({ flags }) => (flags & NLM_F_ACK) !== 0).length;
    while (awaited > 0) {
      const length = socket.receive(buffer);
      if (length === 'lost') return 'the answer was lost';
      for (let at = 0; at < length; at += buffer.readUInt32LE(at)) {
        const code = buffer.readUInt16LE(at + 4) === NLMSG_ERROR ? buffer.readInt32LE(at + 16) : 0;
        if (code !== 0) return `the kernel refuses: errno ${-code}`;
        awaited--;
      }
    }
    return 'done';
  } finally {
    socket.close();
  }
}

try {
  process.stdout.write(tell(process.argv[2] === 'flush' ? FLUSH : ON));
} catch (cause) {
  if (!(cause instanceof KernelError)) throw cause;
  process.stdout.write(cause.message);
}

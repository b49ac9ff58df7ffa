/** Builds the kernel's side of a NETLINK_SOCK_DIAG dump, byte by byte, with the numbers written out. */

interface AttributeBytes {
  readonly type: number;
  readonly payload: Uint8Array;
  /** What the header claims, where that is a lie. */
  readonly claimedLength?: number;
}

export interface SocketBytes {
  readonly family?: number;
  readonly state?: number;
  readonly localPort?: number;
  readonly cookie?: readonly [low: number, high: number];
  readonly recvQ?: number;
  readonly localAddress?: readonly number[];
  readonly attributes?: readonly AttributeBytes[];
}

export const SEQ = 7;
export const PORT = 4242;

/** struct nlmsghdr and payload, padded to four bytes. */
export function message(
  type: number,
  payload: Uint8Array,
  header: { readonly flags?: number; readonly seq?: number; readonly port?: number; readonly length?: number } = {},
): Uint8Array {
  const bytes = new Uint8Array(16 + Math.ceil(payload.length / 4) * 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, header.length ?? 16 + payload.length, true);
  view.setUint16(4, type, true);
  view.setUint16(6, header.flags ?? 2, true);
  view.setUint32(8, header.seq ?? SEQ, true);
  view.setUint32(12, header.port ?? PORT, true);
  bytes.set(payload, 16);
  return bytes;
}

/** struct inet_diag_msg and its attributes. */
function socketPayload(socket: SocketBytes = {}): Uint8Array {
  const bytes = new Uint8Array(72);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, socket.family ?? 2);
  view.setUint8(1, socket.state ?? 1);
  view.setUint16(4, socket.localPort ?? 8080, false);
  bytes.set(socket.localAddress ?? [127, 0, 0, 1], 8);
  view.setUint32(44, socket.cookie?.[0] ?? 1, true);
  view.setUint32(48, socket.cookie?.[1] ?? 0, true);
  view.setUint32(56, socket.recvQ ?? 0, true);
  return concat([bytes, ...(socket.attributes ?? []).map(attributeBytes)]);
}

export const socketMessage = (socket?: SocketBytes, header?: Parameters<typeof message>[2]) =>
  message(20, socketPayload(socket), header);

/** struct packet_diag_msg and its attributes. */
export function packetMessage(
  { type = 3, attributes = [] }: { readonly type?: number; readonly attributes?: readonly AttributeBytes[] },
  header?: Parameters<typeof message>[2],
): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 17);
  view.setUint8(1, type);
  view.setUint16(2, 0x0800, true);
  view.setUint32(4, 1000, true);
  view.setUint32(8, 1, true);
  return message(20, concat([bytes, ...attributes.map(attributeBytes)]), header);
}

export interface UnixSocketBytes {
  readonly family?: number;
  readonly type?: number;
  readonly state?: number;
  readonly inode?: number;
  readonly cookie?: readonly [low: number, high: number];
  readonly attributes?: readonly AttributeBytes[];
}

/** struct unix_diag_msg and its attributes, as a message. */
export function unixMessage(socket: UnixSocketBytes = {}, header?: Parameters<typeof message>[2]): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, socket.family ?? 1);
  view.setUint8(1, socket.type ?? 1);
  view.setUint8(2, socket.state ?? 1);
  view.setUint32(4, socket.inode ?? 1000, true);
  view.setUint32(8, socket.cookie?.[0] ?? 1, true);
  view.setUint32(12, socket.cookie?.[1] ?? 0, true);
  return message(20, concat([bytes, ...(socket.attributes ?? []).map(attributeBytes)]), header);
}

/** NLMSG_DONE (3) or NLMSG_ERROR (2) with its errno, which is negative. */
export function endMessage(type: 2 | 3, errno: number, header?: Parameters<typeof message>[2]): Uint8Array {
  return message(type, new Uint8Array(new Int32Array([errno]).buffer), header);
}

export function words(...values: readonly number[]): Uint8Array {
  return new Uint8Array(new Uint32Array(values).buffer);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function attributeBytes({ type, payload, claimedLength }: AttributeBytes): Uint8Array {
  const bytes = new Uint8Array(4 + Math.ceil(payload.length / 4) * 4);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, claimedLength ?? 4 + payload.length, true);
  view.setUint16(2, type, true);
  bytes.set(payload, 4);
  return bytes;
}

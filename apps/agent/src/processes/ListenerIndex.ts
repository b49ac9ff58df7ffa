import type { LocalEnd, SocketAtHand } from './ListenerGroups.ts';

/** An address and port that somebody listens at, with however many sockets. */
export interface Listening extends LocalEnd {
  readonly inodes: number[];
  /** Who holds these sockets, as far as it was looked up. */
  pids: readonly number[];
  /** Of connections that were accepted here and closed, and that no dump has listed. */
  txBytes: number;
  rxBytes: number;
}

/** The listeners of one dump, to be found by the connections that they accepted. */
export class ListenerIndex {
  readonly #byPort = new Map<number, Listening[]>();

  /** All of them, in the order of the dump. */
  *[Symbol.iterator](): Generator<Listening> {
    for (const listening of this.#byPort.values()) yield* listening;
  }

  at(port: number): readonly Listening[] {
    return this.#byPort.get(port) ?? [];
  }

  add({ family, inode, localAddressBytes, localPort }: LocalEnd & Pick<SocketAtHand, 'inode'>): void {
    const others = this.#byPort.get(localPort) ?? [];
    const same = others.find((other) => isAt(other, localAddressBytes));
    if (same !== undefined) {
      same.inodes.push(inode);
      return;
    }
    const address = localAddressBytes.slice();
    others.push({ family, localAddressBytes: address, localPort, inodes: [inode], pids: [], txBytes: 0, rxBytes: 0 });
    this.#byPort.set(localPort, others);
  }

  /** Of the listeners of its port, the one of its own address, else that of any address. */
  find(cursor: LocalEnd): Listening | undefined {
    const listening = this.#byPort.get(cursor.localPort);
    if (listening === undefined) return undefined;
    const { family, localAddressBytes } = cursor;
    return (
      listening.find((one) => isAt(one, localAddressBytes)) ??
      listening.find((one) => one.family === family && one.localAddressBytes.every((byte) => byte === 0))
    );
  }
}

function isAt({ localAddressBytes: own }: Listening, address: Uint8Array): boolean {
  return own.length === address.length && own.every((byte, at) => byte === address[at]);
}

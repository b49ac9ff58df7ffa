import type { DiagBuffer } from '../netlink/DiagBuffer.ts';
import { type DumpHealth, DumpReader } from '../netlink/DumpReader.ts';

/** How a dump of one of the kernel's network tables went. */
export interface RtResult extends DumpHealth {
  /** Shown to the visitor. */
  entries: number;
}

/** Sees an entry in place, between these bytes of the buffer; false when its attributes are damaged. */
export type RtVisitor = (at: number, end: number) => boolean;

/** Reads datagrams of rtnetlink dumps: messages of one type that begin with a struct of fixed size. */
export class RtReader extends DumpReader<RtResult, RtVisitor> {
  readonly #type: number;
  readonly #headerBytes: number;

  constructor(buffer: DiagBuffer, message: { readonly type: number; readonly headerBytes: number }) {
    super(buffer, () => ({ entries: 0, interrupted: false, damaged: 0, foreign: 0 }));
    this.#type = message.type;
    this.#headerBytes = message.headerBytes;
  }

  protected override isEntry(type: number): boolean {
    return type === this.#type;
  }

  protected override readEntry(at: number, end: number, visit: RtVisitor): void {
    const { result } = this;
    if (at + this.#headerBytes > end) {
      result.damaged++;
      return;
    }
    result.entries++;
    if (!visit(at, end)) result.damaged++;
  }
}

import type { DiagBuffer } from './DiagBuffer.ts';
import { DiagReader } from './DiagReader.ts';
import { PacketDiagCursor } from './PacketDiagCursor.ts';

export type PacketSocketVisitor = (cursor: PacketDiagCursor) => void;

/** Reads dumps of packet sockets. */
export class PacketDiagReader extends DiagReader<PacketDiagCursor> {
  constructor(buffer: DiagBuffer) {
    super(buffer, new PacketDiagCursor(buffer));
  }
}

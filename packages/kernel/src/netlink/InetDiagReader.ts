import type { DiagBuffer } from './DiagBuffer.ts';
import { DiagReader } from './DiagReader.ts';
import { InetDiagCursor } from './InetDiagCursor.ts';

export type SocketVisitor = (cursor: InetDiagCursor) => void;

/** Reads dumps of TCP and UDP sockets. */
export class InetDiagReader extends DiagReader<InetDiagCursor> {
  constructor(buffer: DiagBuffer) {
    super(buffer, new InetDiagCursor(buffer));
  }
}

import type { DiagBuffer } from './DiagBuffer.ts';
import { DiagReader } from './DiagReader.ts';
import { UnixDiagCursor } from './UnixDiagCursor.ts';

export type UnixSocketVisitor = (cursor: UnixDiagCursor) => void;

/** Reads dumps of Unix sockets. */
export class UnixDiagReader extends DiagReader<UnixDiagCursor> {
  constructor(buffer: DiagBuffer) {
    super(buffer, new UnixDiagCursor(buffer));
  }
}

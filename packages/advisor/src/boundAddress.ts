import type { SocketRow } from '@netstrata/metrics';

/** The address as it was bound, so that it stays the same when the program starts again: the subject of advice about it. */
export function boundAddress({ local, localPort }: Pick<SocketRow, 'local' | 'localPort'>): string {
  return local.includes(':') ? `[${local}]:${localPort}` : `${local}:${localPort}`;
}

import type { SocketRow } from '@netstrata/metrics';

/** A connection that leaves the host, idle unless said. */
export const socketRow = (parts: Partial<SocketRow>): SocketRow => ({
  protocol: 'tcp',
  family: 4,
  state: 'established',
  local: '10.0.0.1',
  localPort: 40_000,
  remote: '10.0.0.9',
  remotePort: 443,
  cookie: '1',
  inode: 1,
  uid: 0,
  recvQ: 0,
  sendQ: 0,
  fill: 0,
  limit: 'none',
  ...parts,
});

import type { SocketRow } from '../sockets.ts';

const ANY = new Set(['0.0.0.0', '::', '*', '']);

/** An address and port as an engineer writes them: ":8080" on every address, "[::1]:80". */
export function endpoint(address: string, port: number): string {
  if (ANY.has(address)) return `:${port}`;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Who and where: "nginx :8080"; without a known process "tcp :8080". */
export function socketName(row: SocketRow): string {
  const from = endpoint(row.local, row.localPort);
  const to = row.remotePort === 0 ? '' : ` → ${endpoint(row.remote, row.remotePort)}`;
  return `${row.process ?? row.protocol} ${from}${to}`;
}

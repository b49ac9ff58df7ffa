import { endpoint, type SocketRow } from '@netstrata/metrics';
import { programName } from './owner.ts';
import type { Finding } from './types.ts';

type Owned = Pick<SocketRow, 'process' | 'local' | 'localPort'>;

/** The program of a socket, or its address where that is not known: the subject of advice about programs. */
export const programOf = ({ process, local, localPort }: Owned): string => process ?? endpoint(local, localPort);

/** How a title names the program of a socket, or the socket where that is not known. */
export const titleOf = (row: Owned & Pick<SocketRow, 'script'>): string =>
  programName(row) ?? endpoint(row.local, row.localPort);

/** Whether advice about its program is open, also from before the program was known. */
export const isProgramOpen = (row: Owned, firing: ReadonlySet<string>): boolean =>
  firing.has(programOf(row)) || firing.has(endpoint(row.local, row.localPort));

/** Subject of advice about one program, by its sockets. */
export function programSubject(row: Owned, others: readonly Owned[] = []): Pick<Finding, 'subject' | 'formerly'> {
  const addresses = new Set([row, ...others].map(({ local, localPort }) => endpoint(local, localPort)));
  return { subject: programOf(row), formerly: [...addresses] };
}

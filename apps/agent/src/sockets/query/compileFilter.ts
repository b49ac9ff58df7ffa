import { addressText, STATE_NUMBER } from '@netstrata/kernel';
import type { OtherSocketRow, SocketNaming } from '@netstrata/metrics';
import type { ParsedSocketFilter, SocketTest } from '@netstrata/metrics/socketFilter';
import type { SocketView } from '../SocketView.ts';
import type { RowOwner } from '../toSocketRow.ts';
import { addressTests } from './addressTests.ts';
import { nameTests } from './nameTests.ts';
import { numberTests } from './numberTests.ts';

/** Whether one socket has what a test asks for, by its kind. */
export interface Tests {
  readonly inet: (view: SocketView, owner: RowOwner | undefined) => boolean;
  readonly other: (row: OtherSocketRow, owner: RowOwner | undefined) => boolean;
}

/** A filter, ready to be asked of many sockets. */
export interface CompiledFilter extends Tests {
  /** The processes of all sockets have to be looked for first. */
  readonly needsOwners: boolean;
}

/** Names are those of the network namespace that is asked about. */
export function compileFilter({ terms }: ParsedSocketFilter, naming: SocketNaming): CompiledFilter {
  const compiled = terms.map(({ negated, tests }) => ({ negated, tests: tests.map((test) => testOf(test, naming)) }));
  const holds = (check: (tests: Tests) => boolean): boolean => {
    for (const { negated, tests } of compiled) if (tests.some(check) === negated) return false;
    return true;
  };
  const all = terms.flatMap(({ tests }) => tests);
  return {
    inet: (view, owner) => holds((test) => test.inet(view, owner)),
    other: (row, owner) => holds((test) => test.other(row, owner)),
    needsOwners: all.some(asksOwner),
  };
}

/** Whether sockets that are neither TCP nor UDP may match. */
export function asksOthers({ terms }: ParsedSocketFilter): boolean {
  return !terms.some(({ negated, tests }) => !negated && tests.every(isInetOnly));
}

function asksOwner(test: SocketTest): boolean {
  if (test.kind === 'text') return true;
  if (test.kind === 'number' || test.kind === 'range') return test.field === 'pid';
  return (test.kind === 'name' || test.kind === 'nameless') && test.field === 'process';
}

function isInetOnly(test: SocketTest): boolean {
  return test.kind === 'limit' || (test.kind === 'protocol' && (test.protocol === 'tcp' || test.protocol === 'udp'));
}

function testOf(test: SocketTest, naming: SocketNaming): Tests {
  switch (test.kind) {
    case 'state': {
      const number = STATE_NUMBER[test.state];
      return { inet: (view) => view.cursor.state === number, other: (row) => row.state === test.state };
    }
    case 'protocol':
      return { inet: (view) => view.protocol === test.protocol, other: (row) => row.protocol === test.protocol };
    case 'limit':
      return { inet: (view) => view.limit === test.limit, other: () => false };
    case 'number':
    case 'range':
      return numberTests(test);
    case 'address':
      return addressTests(test);
    case 'name':
    case 'nameless':
      return nameTests(test, naming);
    case 'text':
      return {
        inet: (view, owner) => textOf(view, owner).includes(test.text),
        other: (row, owner) => otherText(row, owner).includes(test.text),
      };
  }
}

function textOf(view: SocketView, owner: RowOwner | undefined): string {
  const { cursor } = view;
  const v6 = cursor.family === 6;
  const end = (bytes: Uint8Array, port: number) =>
    v6 ? `[${addressText(bytes)}]:${port}` : `${addressText(bytes)}:${port}`;
  const near = end(cursor.localAddressBytes, cursor.localPort);
  const far = end(cursor.remoteAddressBytes, cursor.remotePort);
  return `${near} ${far} ${view.state} ${owner?.name.toLowerCase() ?? ''} ${cursor.congestionControl ?? ''}`;
}

function otherText(row: OtherSocketRow, owner: RowOwner | undefined): string {
  const { local, localPort, remote, remotePort, state, protocol, type } = row;
  const ends = localPort === undefined ? [local, remote] : [`${local}:${localPort}`, `${remote}:${remotePort}`];
  return [...ends, state, protocol, type, owner?.name].join(' ').toLowerCase();
}

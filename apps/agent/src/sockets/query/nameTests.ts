import type { OtherSocketRow, SocketNaming } from '@netstrata/metrics';
import type { FilterName, SocketTest } from '@netstrata/metrics/socketFilter';
import type { SocketView } from '../SocketView.ts';
import type { RowOwner } from '../toSocketRow.ts';
import type { Tests } from './compileFilter.ts';

type NameTest = Extract<SocketTest, { kind: 'name' | 'nameless' }>;

/** What a socket has of each kind of name: a text, or a number that a name belongs to. */
interface Named {
  readonly inet: (view: SocketView, owner: RowOwner | undefined) => string | number | undefined;
  readonly other: (row: OtherSocketRow, owner: RowOwner | undefined) => string | number | undefined;
}
const NAMED: Readonly<Record<FilterName, Named>> = {
  process: { inet: (_, owner) => owner?.name, other: (_, owner) => owner?.name },
  user: { inet: (view) => view.cursor.uid, other: (row) => row.uid },
  device: { inet: (view) => view.cursor.interfaceIndex || undefined, other: () => undefined },
  cgroup: { inet: (view) => view.cursor.cgroupId, other: () => undefined },
  congestion: { inet: (view) => view.cursor.congestionControl, other: () => undefined },
};

export function nameTests(test: NameTest, naming: SocketNaming): Tests {
  const { inet, other } = NAMED[test.field];
  if (test.kind === 'nameless') {
    return {
      inet: (view, owner) => inet(view, owner) === undefined,
      other: (row, owner) => other(row, owner) === undefined,
    };
  }
  const matches = matcherOf(test, naming);
  return {
    inet: (view, owner) => matches(inet(view, owner)),
    other: (row, owner) => matches(other(row, owner)),
  };
}

/** Many sockets have few names between them: each is compared once. */
function matcherOf({ field, text, exact }: Extract<NameTest, { kind: 'name' }>, naming: SocketNaming) {
  const known = new Map<string | number, boolean>();
  const isIts = (name: string) => (exact ? name === text : name.includes(text));
  return (value: string | number | undefined): boolean => {
    if (value === undefined) return false;
    let matches = known.get(value);
    if (matches === undefined) {
      const name = nameOf(field, value, naming)?.toLowerCase();
      matches = (name !== undefined && isIts(name)) || (field !== 'process' && String(value).toLowerCase() === text);
      known.set(value, matches);
    }
    return matches;
  };
}

function nameOf(field: FilterName, value: string | number, naming: SocketNaming): string | undefined {
  switch (field) {
    case 'user':
      return naming.userOf(Number(value));
    case 'device':
      return naming.interfaceOf(Number(value));
    case 'cgroup':
      return naming.cgroupOf(String(value));
    default:
      return String(value);
  }
}

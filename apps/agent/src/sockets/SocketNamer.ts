import type { CgroupPaths, InterfaceNames, UserNames } from '@netstrata/kernel';
import type { OtherSocketRow, SocketNames, SocketNaming, SocketRow } from '@netstrata/metrics';

export interface SocketNamerParts {
  readonly users: Pick<UserNames, 'nameOf' | 'refresh'>;
  readonly interfaces: Pick<InterfaceNames, 'nameOf'>;
  readonly cgroups: Pick<CgroupPaths, 'pathOf'>;
}

const MOST_NAME = 64;
const MOST_PATH = 400;

/** What people call the users, devices and control groups that the kernel tells by number. */
export class SocketNamer implements SocketNaming {
  readonly #parts: SocketNamerParts;

  constructor(parts: SocketNamerParts) {
    this.#parts = parts;
  }

  readonly userOf = (uid: number): string | undefined => this.#parts.users.nameOf(uid)?.slice(0, MOST_NAME);
  readonly interfaceOf = (index: number): string | undefined => this.#parts.interfaces.nameOf(index);
  readonly cgroupOf = (id: string): string | undefined => this.#parts.cgroups.pathOf(id)?.slice(0, MOST_PATH);

  /** Before names of users are asked for: whether their file has changed. */
  refresh(): void {
    this.#parts.users.refresh();
  }

  /** The names in these rows, each once. Numbers of devices are those of one network namespace: `elsewhere` leaves them out. */
  namesOf(rows: Iterable<SocketRow | OtherSocketRow>, where: 'here' | 'elsewhere' = 'here'): SocketNames {
    this.refresh();
    const users: Record<string, string> = {};
    const interfaces: Record<string, string> = {};
    const cgroups: Record<string, string> = {};
    for (const row of rows) {
      if (row.uid !== undefined) note(users, row.uid, this.userOf);
      if ('interfaceIndex' in row && row.interfaceIndex !== undefined && where === 'here')
        note(interfaces, row.interfaceIndex, this.interfaceOf);
      if ('cgroupId' in row && row.cgroupId !== undefined) note(cgroups, row.cgroupId, this.cgroupOf);
    }
    return { users, interfaces, cgroups };
  }
}

function note<N extends number | string>(
  names: Record<string, string>,
  number: N,
  nameOf: (number: N) => string | undefined,
): void {
  const key = String(number);
  if (names[key] !== undefined) return;
  const name = nameOf(number);
  if (name !== undefined) names[key] = name;
}

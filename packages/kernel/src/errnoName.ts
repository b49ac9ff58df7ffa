import { constants } from 'node:os';

/** Where one number has two names, the one that the kernel's headers use for it. */
const PREFERRED = ['EAGAIN', 'EOPNOTSUPP', 'EDEADLK'];
const NAMES = new Map<number, string>();
for (const [name, number] of Object.entries<number>(constants.errno)) {
  if (!NAMES.has(number) || PREFERRED.includes(name)) NAMES.set(number, name);
}

/** `ENOBUFS` for 105; the number as text where it has no name. */
export function errnoName(number: number): string {
  return NAMES.get(number) ?? String(number);
}

import { readFileSync } from 'node:fs';

/** A kernel file as it was captured from a running Linux 6.18. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/linux-6.18/${name}`, import.meta.url), 'utf8');
}

/** The datagrams of a netlink dump, captured as hex with an empty line between them. */
export function fixtureDatagrams(name: string): Uint8Array[] {
  return fixture(name)
    .trim()
    .split('\n\n')
    .map((block) => new Uint8Array(Buffer.from(block.replaceAll('\n', ''), 'hex')));
}

import type { NetworkNamespace } from '@netstrata/kernel/types';
import { ProtocolError } from '@netstrata/protocol';

/**
 * The namespace of this name, or of this inode number, in any case of letters; else the one whose name ends in this word, as `web` does for
 * `docker web`. Undefined where there is none. Fails with a ProtocolError `bad-request` where several end so.
 */
export function chooseNamespace(namespaces: readonly NetworkNamespace[], wanted: string): NetworkNamespace | undefined {
  const lower = wanted.toLowerCase();
  const exact = namespaces.find(({ inode, name }) => name.toLowerCase() === lower || String(inode) === lower);
  if (exact !== undefined) return exact;
  const [one, ...others] = namespaces.filter(({ name }) => name.toLowerCase().endsWith(` ${lower}`));
  if (others.length === 0) return one;
  const names = [one, ...others].map((namespace) => `"${namespace?.name}" (${namespace?.inode})`);
  throw new ProtocolError('bad-request', 'sockets:query', `netns:${wanted} may be ${names.join(' or ')}: name one.`);
}

import type { NetworkNamespace } from '@netstrata/kernel/types';

export interface NamespaceChoice {
  readonly most: number;
  /** Of every kind; undefined where they were not counted yet. */
  readonly socketsOf: (inode: number) => number | undefined;
  readonly isChosen: (inode: number) => boolean;
}

/** One that is not read yet must be larger by half, so that two of a size do not take turns. */
const LEAD = 1.5;

/** Those with the most sockets and processes. */
export function chooseNamespaces(
  namespaces: readonly NetworkNamespace[],
  { most, socketsOf, isChosen }: NamespaceChoice,
): readonly NetworkNamespace[] {
  if (namespaces.length <= most) return namespaces;
  const weightOf = ({ inode, processes }: NetworkNamespace) =>
    (1 + processes + (socketsOf(inode) ?? 0)) * (isChosen(inode) ? LEAD : 1);
  const weights = new Map(namespaces.map((namespace) => [namespace, weightOf(namespace)]));
  const weight = (namespace: NetworkNamespace) => weights.get(namespace) ?? 0;
  return namespaces.toSorted((a, b) => weight(b) - weight(a)).slice(0, most);
}

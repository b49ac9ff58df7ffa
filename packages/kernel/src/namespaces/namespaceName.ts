import { basename } from 'node:path';
import type { NamespaceNaming } from '../namespaceRows.ts';
import type { NamedPlace } from '../processRows.ts';

/** What is known of a namespace before it has a name. */
export interface NamespaceFacts {
  readonly inode: number;
  readonly mounts: readonly string[];
  /** Of the process with the lowest number in it. */
  readonly pid: number | undefined;
  readonly program: string | undefined;
  /** The process is a thread of the kernel's own: those live in the first namespace of the machine alone. */
  readonly isKernel: boolean;
  readonly place: NamedPlace | undefined;
}

export interface NamespaceName {
  readonly name: string;
  readonly naming: NamespaceNaming;
}

/** Files that nobody named: a container network plugin and podman write a number of 128 bits behind a word, docker part of its own. */
const MACHINE_MADE = /^(?:(?:cni|netns|net)-)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$|^[0-9a-f]{12}$/;
const DOCKER_FOLDER = '/run/docker/netns/';
const MOST_CHARACTERS = 64;
/** The first process of the machine, seen from its first PID namespace. */
const FIRST_PID = 1;
/** What that of the machine itself is called, seen by an agent inside another one. */
const HOST = 'host';

/**
 * What a person calls it: a name that somebody gave by hand, else the pod or container, else the service that asked for a network of its
 * own (PrivateNetwork), else the program that lives there, else the file or number that is left. Nothing but the namespace of the machine
 * is called `host`.
 */
export function namespaceName({ inode, isKernel, mounts, pid, program, place = {} }: NamespaceFacts): NamespaceName {
  const { container, pod, podName, unit } = place;
  const files = mounts.map((path) => basename(path));
  const given = files.find((file, at) => !MACHINE_MADE.test(file) && mounts[at]?.startsWith(DOCKER_FOLDER) === false);
  if (isKernel || (pid === FIRST_PID && container === undefined)) return { name: HOST, naming: 'host' };
  if (given !== undefined) return { name: given === HOST ? `${HOST} (${inode})` : plain(given), naming: 'named' };
  if (pod !== undefined) return { name: plain(`pod ${podName ?? pod}`), naming: 'pod' };
  if (container !== undefined) {
    const { id, name = id, runtime } = container;
    return { name: plain(`${runtime} ${name}`), naming: 'container' };
  }
  if (unit?.endsWith('.service') === true) return { name: plain(unit), naming: 'unit' };
  if (program !== undefined) return { name: plain(`${program} (${inode})`), naming: 'process' };
  const [file] = files;
  if (file !== undefined) return { name: plain(file), naming: 'named' };
  return { name: `netns ${inode}`, naming: 'inode' };
}

/** Names of files and programs may hold anything but a slash. */
function plain(name: string): string {
  return name.replace(/[\p{C}\p{Z}]+/gu, ' ').slice(0, MOST_CHARACTERS);
}

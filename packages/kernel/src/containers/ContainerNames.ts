import { readdirSync, statSync } from 'node:fs';
import type { NamedPlace, ProcessPlace } from '../processRows.ts';
import { readBounded } from './readBounded.ts';
import {
  parseBundleConfig,
  parseDockerConfig,
  parseLogLink,
  parsePodFolder,
  parseStorageContainers,
} from './runtimeFiles.ts';

const DOCKER = 'var/lib/docker/containers';
const STORAGE = 'var/lib/containers/storage/overlay-containers';
/** Those of `podman run --rm` are kept apart. */
const STORAGE_FILES = ['containers.json', 'volatile-containers.json'] as const;
const BUNDLES = 'run/containerd/io.containerd.runtime.v2.task';
const LOG_LINKS = 'var/log/containers';
const POD_FOLDERS = 'var/log/pods';

const MOST_CONFIG_BYTES = 1024 * 1024;
const MOST_STORAGE_BYTES = 8 * 1024 * 1024;
const MOST_FILES = 4096;
const MOST_CONTAINERD_NAMESPACES = 16;
/** A container may get another name, or be written down a moment after its first process was started. */
const KNOWN_MS = 60_000;
const UNKNOWN_MS = 15_000;
const LIST_MS = 10_000;
const MOST_REMEMBERED = 4096;

const WHOLE_ID = /^[0-9a-f]{64}$/;
/** As `docker ps` shows it. */
const SHORT_ID = 12;

interface Answer<T> {
  readonly value: T;
  readonly untilMs: number;
}

/**
 * What people call containers and pods, from files that their runtimes keep on the host. Nothing is asked of a daemon and nothing of a container's own
 * files is read. A container that no such file knows keeps its short id: that of a rootless runtime, or of an agent that may not
 * read /var/lib (CAP_DAC_READ_SEARCH, or root).
 */
export class ContainerNames {
  readonly #root: string;
  readonly #now: () => number;
  readonly #names = new Map<string, Answer<string | undefined>>();
  readonly #lists = new Map<string, Answer<unknown>>();
  readonly #storage = new Map<string, { readonly version: string; readonly names: ReadonlyMap<string, string> }>();

  /** Another `root` than `/` is for tests. */
  constructor(options: { readonly root?: string; readonly now?: () => number } = {}) {
    this.#root = options.root ?? '/';
    this.#now = options.now ?? (() => performance.now());
  }

  /** The place as it is shown: ids short, and names where there are some. Costs a few look-ups of files for a container that is new. */
  named({ container, pod, unit }: ProcessPlace): NamedPlace {
    const podName = pod === undefined ? undefined : this.#podNames().get(pod);
    const name = container === undefined ? undefined : this.#nameOf(container.id);
    return {
      ...(unit === undefined ? {} : { unit }),
      ...(container === undefined ? {} : { container: shown(container, name) }),
      ...(pod === undefined ? {} : { pod }),
      ...(podName === undefined ? {} : { podName }),
    };
  }

  #nameOf(id: string): string | undefined {
    if (!WHOLE_ID.test(id)) return undefined;
    const nowMs = this.#now();
    const known = this.#names.get(id);
    if (known !== undefined && nowMs < known.untilMs) return known.value;
    if (this.#names.size >= MOST_REMEMBERED) this.#names.clear();
    const value = this.#dockerName(id) ?? this.#storageName(id) ?? this.#logLinks().get(id) ?? this.#bundleName(id);
    this.#names.set(id, { value, untilMs: nowMs + (value === undefined ? UNKNOWN_MS : KNOWN_MS) });
    return value;
  }

  #dockerName(id: string): string | undefined {
    const text = readBounded(`${this.#root}/${DOCKER}/${id}/config.v2.json`, MOST_CONFIG_BYTES);
    return text === undefined ? undefined : parseDockerConfig(text);
  }

  #storageName(id: string): string | undefined {
    for (const file of STORAGE_FILES) {
      const name = this.#storageNames(`${this.#root}/${STORAGE}/${file}`).get(id);
      if (name !== undefined) return name;
    }
    return undefined;
  }

  /** Read again when it has changed. */
  #storageNames(path: string): ReadonlyMap<string, string> {
    const version = versionOf(path);
    if (version === undefined) return NONE;
    const before = this.#storage.get(path);
    if (before?.version === version) return before.names;
    const names = parseStorageContainers(readBounded(path, MOST_STORAGE_BYTES) ?? '');
    this.#storage.set(path, { version, names });
    return names;
  }

  #bundleName(id: string): string | undefined {
    const folder = `${this.#root}/${BUNDLES}`;
    const namespaces = this.#listed(folder, (files) => files.slice(0, MOST_CONTAINERD_NAMESPACES));
    for (const namespace of namespaces) {
      const text = readBounded(`${folder}/${namespace}/${id}/config.json`, MOST_CONFIG_BYTES);
      if (text !== undefined) return parseBundleConfig(text);
    }
    return undefined;
  }

  #logLinks(): ReadonlyMap<string, string> {
    return this.#listed(`${this.#root}/${LOG_LINKS}`, (files) => {
      return new Map(files.flatMap((file) => pairOf(parseLogLink(file), 'id')));
    });
  }

  #podNames(): ReadonlyMap<string, string> {
    return this.#listed(`${this.#root}/${POD_FOLDERS}`, (files) => {
      return new Map(files.flatMap((file) => pairOf(parsePodFolder(file), 'uid')));
    });
  }

  /** What is made of the files of a folder; of none where it is not there. Listed again after a while. */
  #listed<T>(folder: string, make: (files: readonly string[]) => T): T {
    const nowMs = this.#now();
    const known = this.#lists.get(folder) as Answer<T> | undefined;
    if (known !== undefined && nowMs < known.untilMs) return known.value;
    const value = make(filesIn(folder).slice(0, MOST_FILES));
    this.#lists.set(folder, { value, untilMs: nowMs + LIST_MS });
    return value;
  }
}

const NONE: ReadonlyMap<string, string> = new Map();

function shown({ id, runtime }: NonNullable<ProcessPlace['container']>, name: string | undefined) {
  const short = WHOLE_ID.test(id) ? id.slice(0, SHORT_ID) : id;
  return { runtime, id: short, ...(name === undefined ? {} : { name }) };
}

function pairOf<K extends string>(
  found: { readonly [P in K | 'name']: string } | undefined,
  key: K,
): readonly (readonly [string, string])[] {
  return found === undefined ? [] : [[found[key], found.name]];
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function versionOf(path: string): string | undefined {
  try {
    const { ino, mtimeMs, size } = statSync(path);
    return `${ino} ${mtimeMs} ${size}`;
  } catch {
    return undefined;
  }
}

/** What container runtimes write about their containers: the texts that a name is in. Each gives undefined, or nothing, for anything else. */

type Fields = Readonly<Record<string, unknown>>;

/** `Name` in docker's /var/lib/docker/containers/ID/config.v2.json: "/web". */
export function parseDockerConfig(text: string): string | undefined {
  return nameOf(fieldsOf(jsonOf(text))?.['Name']);
}

/** Names by id in containers.json of containers/storage, which podman and CRI-O keep: `[{"id": "4f5b…", "names": ["web"]}]`. */
export function parseStorageContainers(text: string): ReadonlyMap<string, string> {
  const rows = jsonOf(text);
  const names = new Map<string, string>();
  for (const row of Array.isArray(rows) ? rows : []) {
    const { id, names: given } = fieldsOf(row) ?? {};
    const name = Array.isArray(given) ? nameOf(given[0]) : undefined;
    if (typeof id === 'string' && name !== undefined) names.set(id, name);
  }
  return names;
}

/** Of the annotations in an OCI bundle's config.json: those of containerd's CRI and of nerdctl. */
export function parseBundleConfig(text: string): string | undefined {
  const annotations = fieldsOf(fieldsOf(jsonOf(text))?.['annotations']);
  return nameOf(annotations?.['io.kubernetes.cri.container-name']) ?? nameOf(annotations?.['nerdctl/name']);
}

const LOG_LINK = /^[^_]{1,253}_[^_]{1,63}_(.{1,63})-([0-9a-f]{64})\.log$/;

/** The container in a name of /var/log/containers, where the kubelet links every log: `POD_NAMESPACE_CONTAINER-ID.log`. */
export function parseLogLink(file: string): { readonly id: string; readonly name: string } | undefined {
  const [, name, id] = LOG_LINK.exec(file) ?? [];
  return name === undefined || id === undefined ? undefined : { id, name };
}

const POD_FOLDER = /^([^_]{1,63})_([^_]{1,253})_([0-9a-f-]{32,36})$/;

/** The pod in a name of /var/log/pods: `NAMESPACE_POD_UID`. */
export function parsePodFolder(folder: string): { readonly uid: string; readonly name: string } | undefined {
  const [, namespace, pod, uid] = POD_FOLDER.exec(folder) ?? [];
  return uid === undefined ? undefined : { uid, name: `${namespace}/${pod}` };
}

const MOST_CHARACTERS = 128;
/** What the kubelet calls a container of docker or CRI-O: `k8s_CONTAINER_POD_NAMESPACE_UID_ATTEMPT`. */
const OF_KUBELET = /^k8s_([^_]+)_[^_]+_[^_]+_[^_]+_\d+$/;

function nameOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const name = value.replace(/^\//, '');
  const plain = (OF_KUBELET.exec(name)?.[1] ?? name).replace(/[\p{C}\p{Z}]+/gu, ' ').slice(0, MOST_CHARACTERS);
  return plain === '' ? undefined : plain;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}

import type { ProcessPlace } from '../processRows.ts';
import { excerpt, linesOf, malformed } from '../text/lines.ts';

const PATH = '/proc/PID/cgroup';
const LINE = /^\d{1,10}:([^:]*):(\/.*)$/;
const DELETED = / \(deleted\)$/;

/**
 * Where a process belongs, by its control group: `/system.slice/nginx.service`, `/system.slice/docker-ID.scope`.
 *
 * Path: /proc/PID/cgroup, one line a hierarchy: `ID:CONTROLLERS:PATH`. With version 2 there is one, `0::PATH`; with version 1 there
 * are several, of which systemd keeps its units in `name=systemd`; container runtimes may use any. On hosts with both, version 2
 * often says no more than `/`. Seen from inside a cgroup namespace, the path begins there.
 * Kernel: https://github.com/torvalds/linux/blob/v6.18/kernel/cgroup/cgroup.c#L6346
 */
export function parseCgroup(text: string): ProcessPlace {
  const paths = linesOf(PATH, text).map((line) => {
    const [, controllers = '', path = ''] = LINE.exec(line) ?? [];
    if (path === '') throw malformed(PATH, `${excerpt(line)} is no line of a hierarchy`);
    return { rank: rankOf(controllers), path: path.replace(DELETED, '') };
  });
  const places = paths.toSorted((a, b) => a.rank - b.rank).map(({ path }) => placeOf(path));
  const best = places.find(({ container }) => container !== undefined) ?? places.find(({ unit }) => unit !== undefined);
  return best ?? places[0] ?? {};
}

/** Version 2, then systemd's own, then the rest. */
function rankOf(controllers: string): number {
  if (controllers === '') return 0;
  return controllers === 'name=systemd' ? 1 : 2;
}

const ID = '[0-9a-f]{64}';
const RUNTIMES: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^docker-(${ID})\\.scope$`), 'docker'],
  [new RegExp(`^cri-containerd-(${ID})\\.scope$`), 'containerd'],
  [new RegExp(`^nerdctl-(${ID})\\.scope$`), 'containerd'],
  [new RegExp(`^crio-(${ID})(?:\\.scope)?$`), 'cri-o'],
  [new RegExp(`^libpod-(${ID})(?:\\.scope)?$`), 'podman'],
  [/^lxc\.payload\.(.+)$/, 'lxc'],
  [/^systemd-nspawn@(.+)\.service$/, 'nspawn'],
  [/^machine-(.+)\.scope$/, 'machine'],
];
/** Who names a group after nothing but the container, by the group above it. */
const PARENTS: Readonly<Record<string, string>> = {
  docker: 'docker',
  default: 'containerd',
  'k8s.io': 'containerd',
  moby: 'docker',
  lxc: 'lxc',
};
const BARE_ID = new RegExp(`^(${ID})$`);
const POD = /^(?:kubepods(?:-besteffort|-burstable)?-)?pod([0-9a-f][0-9a-f_-]{30,34}[0-9a-f])(?:\.slice)?$/;
const UNIT = /\.(?:service|scope)$/;

function placeOf(path: string): ProcessPlace {
  const groups = path.split('/').filter((group) => group !== '' && group !== '..');
  const at = groups.findLastIndex((_, index) => containerAt(groups, index) !== undefined);
  const container = containerAt(groups, at);
  const pod = groups.map((group) => POD.exec(group)?.[1]).find((uid) => uid !== undefined);
  const unit = groups.slice(at + 1).findLast((group) => UNIT.test(group));
  return {
    ...(container === undefined ? {} : { container }),
    ...(pod === undefined ? {} : { pod: pod.replaceAll('_', '-') }),
    ...(unit === undefined ? {} : { unit }),
  };
}

function containerAt(groups: readonly string[], at: number): ProcessPlace['container'] {
  const group = groups[at];
  if (group === undefined) return undefined;
  for (const [pattern, runtime] of RUNTIMES) {
    const id = pattern.exec(group)?.[1];
    if (id !== undefined) return { runtime, id: BARE_ID.test(id) ? id : unescapeUnit(id) };
  }
  const parent = groups[at - 1] ?? '';
  if (BARE_ID.test(group)) return { runtime: PARENTS[parent] ?? 'container', id: group };
  return parent === 'lxc' ? { runtime: 'lxc', id: group } : undefined;
}

/** systemd writes a character that a unit's name may not have as `\x2d`. */
function unescapeUnit(name: string): string {
  return name.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

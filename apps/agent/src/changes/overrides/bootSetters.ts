import { dirname } from 'node:path';
import { SYSCTLS_MOST, type SysctlSetter } from '@netstrata/metrics/details';
import { type Assignment, assignmentsIn, pathOfKey, sets } from './assignments.ts';
import { filesAfter, SYSCTL_CONF, SYSCTL_FOLDERS, type SysctlPlaces, textOf } from './sysctlFolders.ts';
import { TUNED_PLACES, type TunedPlaces, tunedSettings } from './tuned.ts';

export interface BootPlaces {
  /** The file that kept settings are written to. */
  readonly file: string;
  readonly sysctl?: SysctlPlaces;
  readonly tuned?: TunedPlaces;
}

const MOST_FROM = 300;

/** What sets each of these sysctls when the machine starts, in the order of its files and then tuned: the last one counts. Never fails. */
export function bootSetters(
  names: readonly string[],
  { file, sysctl = { folders: SYSCTL_FOLDERS, conf: SYSCTL_CONF }, tuned = TUNED_PLACES }: BootPlaces,
): ReadonlyMap<string, readonly SysctlSetter[]> {
  const all = filesAfter('', sysctl);
  // One that lies elsewhere is read by whatever it was put there for.
  const own = sysctl.folders.includes(dirname(file)) ? undefined : textOf(file);
  const files = own === undefined ? all : [{ path: file, text: own }, ...all];
  const sources: {
    readonly kind: SysctlSetter['kind'];
    readonly from: string;
    readonly lines: readonly Assignment[];
  }[] = files.map(({ path, text }) => ({ kind: 'file', from: path, lines: assignmentsIn(text) }));
  for (const setting of tunedSettings(tuned)) sources.push({ kind: 'tuned', from: setting.profile, lines: [setting] });
  return new Map(
    names.map((name) => {
      const wanted = pathOfKey(name);
      const setters = sources.flatMap(({ kind, from, lines }): SysctlSetter[] => {
        const line = lines.findLast((each) => sets(each, wanted));
        return line === undefined ? [] : [{ kind, from: from.slice(0, MOST_FROM), value: line.value }];
      });
      return [name, setters.slice(-SYSCTLS_MOST.setters)] as const;
    }),
  );
}

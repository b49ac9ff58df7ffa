import { listPids, readComm } from '@netstrata/kernel';
import type { SettingRef } from '@netstrata/protocol/types';
import { tunable } from '@netstrata/tunables';
import { plainText } from '../plainText.ts';
import { assignmentsIn, pathOfKey, sets } from './assignments.ts';
import { filesAfter, SYSCTL_CONF, SYSCTL_FOLDERS, type SysctlPlaces } from './sysctlFolders.ts';
import { TUNED_PLACES, type TunedPlaces, tunedSettings } from './tuned.ts';

export interface OverridesParts {
  /** The file that kept settings are written to: what is read after it wins. */
  readonly file: string;
  readonly sysctl?: SysctlPlaces;
  readonly tuned?: TunedPlaces;
  /** Names of the programs that run now. */
  readonly programs?: () => ReadonlySet<string>;
}

/** Who else sets a sysctl, at boot or at any time: files that are read later than ours, tuned and bpftune. */
export class Overrides {
  readonly #file: string;
  readonly #sysctl: SysctlPlaces;
  readonly #tuned: TunedPlaces;
  readonly #programs: () => ReadonlySet<string>;

  constructor({ file, sysctl, tuned, programs }: OverridesParts) {
    this.#file = file;
    this.#sysctl = sysctl ?? { folders: SYSCTL_FOLDERS, conf: SYSCTL_CONF };
    this.#tuned = tuned ?? TUNED_PLACES;
    this.#programs = programs ?? runningPrograms;
  }

  /**
   * For each setting, in words, the strongest last. Only of sysctls in the agent's own namespace: nobody sets those of containers this way.
   * Never fails.
   */
  of(settings: readonly SettingRef[]): readonly (readonly string[])[] {
    const isOurs = ({ namespace, tunable: name }: SettingRef) => namespace === 'host' && tunable(name) !== undefined;
    if (!settings.some(isOurs)) return settings.map(() => []);
    const files = filesAfter(this.#file, this.#sysctl).map(({ path, text }) => ({ path, lines: assignmentsIn(text) }));
    const profiles = tunedSettings(this.#tuned);
    const programs = this.#programs();
    return settings.map((setting) => {
      if (!isOurs(setting)) return [];
      const wanted = pathOfKey(setting.tunable);
      const told: string[] = [];
      for (const { path, lines } of files) {
        const line = lines.findLast((each) => sets(each, wanted));
        if (line !== undefined) told.push(`${path} sets it to ${line.value}`);
      }
      const tuned = profiles.findLast((each) => sets(each, wanted));
      if (tuned !== undefined)
        told.push(
          `tuned${programs.has('tuned') ? '' : ', when it runs,'} sets it to ${tuned.value} (profile ${tuned.profile})`,
        );
      if (programs.has('bpftune') && setting.tunable.startsWith('net.'))
        told.push('bpftune is running and changes network settings at any time');
      return told.slice(-MOST_TOLD).map((sentence) => plainText(sentence, MOST_SENTENCE));
    });
  }
}

/** Of one setting. */
const MOST_TOLD = 16;
const MOST_SENTENCE = 400;

function runningPrograms(): ReadonlySet<string> {
  try {
    return new Set(listPids('/proc').flatMap((pid) => readComm('/proc', pid) ?? []));
  } catch {
    return new Set();
  }
}

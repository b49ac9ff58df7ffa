import { join } from 'node:path';
import { plainText } from '../plainText.ts';
import { type Assignment, assignmentsIn } from './assignments.ts';
import { textOf } from './sysctlFolders.ts';

/** Where tuned keeps what it applies, and what there is to apply; the first folder that has a profile counts. */
export const TUNED_PLACES = {
  active: '/etc/tuned/active_profile',
  folders: ['/etc/tuned/profiles', '/etc/tuned', '/usr/lib/tuned/profiles', '/usr/lib/tuned'],
} as const;

export interface TunedPlaces {
  readonly active: string;
  readonly folders: readonly string[];
}

const PROFILE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;
const MOST_PROFILES = 16;
const SECTION = /^\[([^\]]+)\]$/;
const TYPE = /^type\s*=\s*sysctl$/;
const INCLUDE = /^include\s*=\s*(.+)$/;

export interface TunedSetting extends Assignment {
  readonly profile: string;
}

/** What the active profiles of tuned set, those that are included before those that include them: the last one counts. Never fails. */
export function tunedSettings(places: TunedPlaces): readonly TunedSetting[] {
  const seen = new Set<string>();
  const names = (textOf(places.active) ?? '').split(/\s+/).filter((name) => PROFILE.test(name));
  return names.flatMap((name) => settingsOf(name, places, seen));
}

function settingsOf(profile: string, places: TunedPlaces, seen: Set<string>): readonly TunedSetting[] {
  if (seen.has(profile) || seen.size >= MOST_PROFILES) return [];
  seen.add(profile);
  const text = places.folders
    .map((folder) => textOf(join(folder, profile, 'tuned.conf')))
    .find((found) => found !== undefined);
  if (text === undefined) return [];
  const { included, lines } = read(text);
  const own = assignmentsIn(lines.join('\n')).map((assignment) => ({
    ...assignment,
    value: plainText(assignment.value.replace(/^>/, 'at least '), 120),
    profile,
  }));
  return [...included.flatMap((name) => settingsOf(name, places, seen)), ...own];
}

/** The lines of all sections about sysctls: the one of that name, and those that say so by their type. */
function read(text: string): { readonly included: readonly string[]; readonly lines: readonly string[] } {
  const sections: { readonly name: string; readonly lines: string[] }[] = [];
  for (const line of text.split('\n').map((each) => each.trim())) {
    const name = SECTION.exec(line)?.[1];
    if (name !== undefined) sections.push({ name: name.trim(), lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  const main = sections.filter(({ name }) => name === 'main').flatMap(({ lines }) => lines);
  const included = main.flatMap((line) => INCLUDE.exec(line)?.[1]?.split(/[\s,]+/) ?? []);
  const sysctl = sections.filter(({ name, lines }) => name === 'sysctl' || lines.some((line) => TYPE.test(line)));
  return {
    included: included.filter((name) => PROFILE.test(name)),
    lines: sysctl.flatMap(({ lines }) => lines).filter((line) => /^-?(net|vm|fs)[./]/.test(line)),
  };
}

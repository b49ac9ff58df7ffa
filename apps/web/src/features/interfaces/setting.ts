import type { InterfaceWords } from './words.ts';

/** A setting of the catalogue behind a line, and of settings of queues, which of them. */
export interface Changeable {
  readonly tunable: string;
  readonly queues?: readonly number[];
}

export interface Setting {
  readonly name: string;
  readonly value: string;
  /** Where the product can change it. */
  readonly change?: Changeable;
}

type Value = string | number | boolean | undefined;
type Line = readonly [name: string, value: Value, change?: Changeable | undefined];

/** What has a value; the rest is not supported one by one, which a group says when nothing of it is left. */
export function settingsOf(t: InterfaceWords, lines: readonly Line[]): Setting[] {
  return lines.flatMap(([name, value, change]) => {
    if (value === undefined || value === '') return [];
    const text = typeof value === 'boolean' ? t(value ? 'on' : 'off') : String(value);
    return [{ name, value: text, ...(change !== undefined && { change }) }];
  });
}

export const orUndefined = (settings: readonly Setting[]) => (settings.length === 0 ? undefined : settings);

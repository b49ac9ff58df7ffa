import { INTERFACES_TEXT } from './text.ts';

export interface Setting {
  readonly name: string;
  readonly value: string;
}

type Value = string | number | boolean | undefined;
const { on, off } = INTERFACES_TEXT;

/** What has a value; the rest is not supported one by one, which a group says when nothing of it is left. */
export function settingsOf(values: Readonly<Record<string, Value>>): Setting[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined || value === '') return [];
    return [{ name, value: typeof value === 'boolean' ? (value ? on : off) : String(value) }];
  });
}

export const orUndefined = (settings: readonly Setting[]) => (settings.length === 0 ? undefined : settings);

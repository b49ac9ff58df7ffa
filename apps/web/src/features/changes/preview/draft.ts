import type { ChangePreview, ChangeRequest, SettingRef } from '@netstrata/protocol/types';
import { changeable, parseTunable, type Risk, riskOf, type TunableError } from '@netstrata/tunables';
import { refOf, settingKey } from '../settings.ts';

/** What somebody has in mind for a setting: the value is text until it is checked. */
export interface WantedValue extends SettingRef {
  /** Undefined begins with the value of now. */
  readonly value: string | undefined;
}
export type PreviewSetting = ChangePreview['settings'][number];

/** A value that somebody typed, judged as the server and the agent will. */
export type Checked =
  | { readonly ok: true; readonly text: string; readonly same: boolean }
  | { readonly ok: false; readonly error: TunableError };

/** Judges a value by the shape and bounds of its setting; what the catalogue of this page does not know is left to the server. */
export const checkValue = (setting: PreviewSetting, value: string): Checked => {
  const entry = changeable(setting.tunable);
  const typed = value.trim().replaceAll(/\s+/g, ' ');
  if (entry === undefined) return { ok: true, text: typed, same: typed === setting.current };
  const parsed = parseTunable(entry, value, setting.offered);
  if (!parsed.ok) return { ok: false, error: parsed.error };
  return { ok: true, text: parsed.text, same: parsed.text === setting.current };
};

/** How much may go wrong with the value that is typed now; what the catalogue of this page does not know is left to the server. */
export const riskOfValue = ({ tunable, risk }: Pick<PreviewSetting, 'tunable' | 'risk'>, value: string): Risk => {
  const entry = changeable(tunable);
  return entry === undefined ? risk : riskOf(entry, value);
};

/** Settings whose value was another one when the preview before was made. */
export const movedSince = (
  before: ChangePreview,
  now: ChangePreview,
): readonly { readonly tunable: string; readonly before: string; readonly now: string }[] =>
  now.settings.flatMap((setting) => {
    const was = before.settings.find((each) => settingKey(each) === settingKey(setting))?.current;
    return was === undefined || setting.current === undefined || was === setting.current
      ? []
      : [{ tunable: setting.tunable, before: was, now: setting.current }];
  });

export type RequestedChange = ChangeRequest['changes'][number];

/** What is asked for: the settings that would change, each with the value that it was seen to have. Undefined while one of them cannot be. */
export const changesOf = (
  preview: ChangePreview,
  values: Readonly<Record<string, string>>,
): readonly RequestedChange[] | undefined => {
  const wanted: RequestedChange[] = [];
  for (const setting of preview.settings) {
    const checked = checkValue(setting, values[settingKey(setting)] ?? setting.proposed);
    if (!checked.ok || setting.current === undefined) return undefined;
    if (!checked.same) wanted.push({ ...refOf(setting), value: checked.text, expectedBefore: setting.current });
  }
  return wanted.length === 0 ? undefined : wanted;
};

/** A key that nobody guesses; also on addresses without TLS, where browsers have no `randomUUID`. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

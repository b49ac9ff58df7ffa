import type { Words } from '@netstrata/metrics';
import type { ChangePreview, HostPreview, SettingPreview } from '@netstrata/protocol';
import { riskOf } from '@netstrata/tunables';
import { inChinese } from '../language/inChinese.ts';
import type { LiveHost } from '../live/LiveHost.ts';
import { type CheckedSetting, checkSetting, isDisruptive, keyOf } from './settings.ts';

/** Half of it goes by until there is a verdict, which somebody then has to read. */
const CONFIRM_SECONDS = 90;
/** Links that go down need their time to come back before anybody can confirm. */
const CONFIRM_DISRUPTIVE_SECONDS = 120;
const RISKY = 3;

export const NO_PERMISSION: Words = {
  en: 'this host takes no changes: its agent was started without --allow-apply, or its token did not allow it',
  'zh-CN': '本机不接受更改：其 agent 启动时没有 --allow-apply，或其令牌不允许',
};

const cannotWrite = (names: readonly string[]): Words => {
  const en = `the kernel lets this agent read ${names.join(', ')} and not write: it runs in a container, in a network namespace or without the right to: change it on the machine itself`;
  return { en, 'zh-CN': inChinese(en) };
};

type Risk = ChangePreview['risk'];

/** What a unit of settings means as a whole. */
export interface UnitRisk {
  readonly risk: Risk;
  /** A class that wants `acceptRisk` and a fresh proof. */
  readonly risky: boolean;
  readonly confirmWithinSeconds: number;
}

const settlesOf = ({ entry }: Pick<CheckedSetting, 'entry'>): number => entry?.settlesWithinSeconds ?? 0;

const riskOfSetting = ({ entry, proposed }: Pick<CheckedSetting, 'entry' | 'proposed'>): Risk =>
  entry === undefined ? 1 : riskOf(entry, proposed);

/** The largest risk of all, and what follows from it. A name that is not in the catalogue counts as risk 1: it is refused elsewhere. */
export function unitRiskOf(settings: readonly Pick<CheckedSetting, 'entry' | 'proposed'>[]): UnitRisk {
  const risk = Math.max(1, ...settings.map(riskOfSetting)) as Risk;
  const disruptive = settings.some(({ entry }) => isDisruptive(entry));
  return {
    risk,
    risky: risk >= RISKY || disruptive,
    confirmWithinSeconds:
      (disruptive ? CONFIRM_DISRUPTIVE_SECONDS : CONFIRM_SECONDS) + Math.max(0, ...settings.map(settlesOf)),
  };
}

const NOT_TOLD = { problem: 'the host did not tell it', overriddenBy: [] };

/** For a name that the catalogue does not have: only the refusal beside it means something. */
const unknownEntry = (name: string) =>
  ({ title: name, unit: '', scope: 'global', takesEffect: 'at-once', cost: '', interactsWith: [] }) as const;

/** Joins what was asked, what the catalogue knows of it and what the host says of it. */
export function previewOf(
  host: LiveHost,
  asked: readonly { readonly checked: CheckedSetting; readonly value: string }[],
  said: HostPreview<string | Words>,
): ChangePreview<string | Words> {
  const bySetting = new Map(said.settings.map((setting) => [keyOf(setting), setting]));
  const settings = asked.map(({ checked, value }) => {
    const { ref, entry } = checked;
    const known: SettingPreview = bySetting.get(keyOf(ref)) ?? { ...ref, ...NOT_TOLD };
    const { proposed, refusal } =
      (known.offered === undefined && known.limits === undefined) || entry === undefined
        ? checked
        : checkSetting({ ...ref, value }, known.offered, known.limits);
    const { title, unit, scope, takesEffect, cost, interactsWith } = entry ?? unknownEntry(ref.tunable);
    return {
      ...known,
      ...ref,
      proposed,
      ...(refusal === undefined ? {} : { refusal }),
      title,
      unit,
      scope,
      takesEffect,
      risk: riskOfSetting(checked),
      cost,
      disruptive: isDisruptive(entry),
      alsoRead: interactsWith.map((tunable) => ({ tunable, value: host.tunableValues[tunable] ?? null })),
    };
  });
  const { risk, risky, confirmWithinSeconds } = unitRiskOf(asked.map(({ checked }) => checked));
  const fixed = settings.filter(({ readOnly }) => readOnly === true).map(({ tunable }) => tunable);
  const mayWrite = host.mayApply && fixed.length === 0;
  const mayApply = said.mayApply && mayWrite;
  const reason = said.mayApply && !mayWrite ? (host.mayApply ? cannotWrite(fixed) : NO_PERMISSION) : said.reason;
  const { persistPath } = said;
  const { hostId, facts } = host;
  return {
    hostId,
    hostname: facts.hostname,
    mayApply,
    reason,
    settings,
    risk,
    needsFreshProof: risky,
    confirmWithinSeconds,
    persistPath,
  };
}

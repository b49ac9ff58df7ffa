import type { Advice, TunableChange } from '@netstrata/advisor/types';
import type { InterfacesReport, SysctlRow, SysctlsReport } from '@netstrata/metrics';
import type { ChangeRecord, Drift, SettingRef } from '@netstrata/protocol/types';
import { type DeviceSetting, defaultOn, type Machine, TUNABLES, type Tunable } from '@netstrata/tunables';
import { settingKey } from '../changes/settings.ts';
import { deviceValues } from './deviceValues.ts';
import { type Place, refAt } from './place.ts';

/** What some advice proposes for a setting. */
export interface Recommended {
  readonly value: string;
  readonly adviceId: string;
  readonly title: string;
}

/** A setting of the catalogue with everything that is known of it at a place. */
export interface SysctlItem {
  /** As `settingKey` tells settings apart. */
  readonly key: string;
  readonly ref: SettingRef;
  readonly entry: Tunable | DeviceSetting;
  /** Undefined where it cannot be read. */
  readonly value: string | undefined;
  /** Why not, where the host says so. */
  readonly unreadable: string | undefined;
  /** The kernel's on this host; undefined where it is made from the machine and cannot be told. */
  readonly kernelDefault: string | undefined;
  /** Undefined where the default or the value is not known. */
  readonly differs: boolean | undefined;
  readonly recommended: Recommended | undefined;
  /** What its files set it to when the machine starts; undefined where none does, or nobody knows. */
  readonly atBoot: string | undefined;
  readonly boot: SysctlRow | undefined;
  /** A change of this product that waits or was kept. */
  readonly change: 'pending' | 'kept' | undefined;
  /** Somebody else set what is there now, or what was kept is not there any more. */
  readonly drifted: boolean;
}

export interface SysctlSources {
  readonly place: Place;
  readonly machine: Machine | undefined;
  readonly report: SysctlsReport | undefined;
  readonly interfaces: InterfacesReport | undefined;
  readonly advice: readonly Advice[];
  /** The newest first, as the next. */
  readonly changes: readonly ChangeRecord[];
  readonly drifts: readonly Drift[];
}

type Bare = Pick<SysctlItem, 'ref' | 'entry' | 'value' | 'unreadable' | 'boot'>;

/** The settings of a place in the order of the catalogue. */
const bareItems = ({ place, report, interfaces }: SysctlSources): readonly Bare[] => {
  if (place.kind === 'device') {
    const row = interfaces?.interfaces.find(({ device }) => device === place.device);
    return (row === undefined ? [] : deviceValues(row)).map(({ entry, queue, value }) => ({
      ref: refAt(place, entry.name, queue),
      entry,
      value,
      unreadable: undefined,
      boot: undefined,
    }));
  }
  if (place.kind === 'namespace') {
    const known = report?.namespaces.find(({ inode }) => String(inode) === place.inode);
    return TUNABLES.filter(({ scope }) => scope === 'namespace').map((entry) => ({
      ref: refAt(place, entry.name),
      entry,
      value: known?.values[entry.name],
      unreadable: known?.reason,
      boot: undefined,
    }));
  }
  const rows = new Map(report?.rows.map((row) => [row.name, row]));
  return TUNABLES.map((entry) => {
    const row = rows.get(entry.name);
    return { ref: refAt(place, entry.name), entry, value: row?.value, unreadable: row?.unreadable, boot: row };
  });
};

/** What advice proposes, by setting. */
const recommendations = (advice: readonly Advice[]): ReadonlyMap<string, Recommended> =>
  new Map(
    advice
      .filter(({ mark }) => mark === undefined)
      .flatMap(({ id: adviceId, title, changes }) =>
        changes.map((change: TunableChange) => [
          settingKey(change),
          { value: change.proposed, adviceId, title } satisfies Recommended,
        ]),
      ),
  );

/** Of each setting the newest change that stands: waiting or kept. */
const standing = (changes: readonly ChangeRecord[]): ReadonlyMap<string, ChangeRecord> =>
  new Map(
    changes
      .filter(({ state }) => state === 'pending' || state === 'kept')
      .toReversed()
      .flatMap((change) => change.changes.map((setting) => [settingKey(setting), change] as const)),
  );

/** Joins the catalogue with what the host, the rules and the ledger say of each setting. */
export const sysctlItems = (sources: SysctlSources): readonly SysctlItem[] => {
  const proposed = recommendations(sources.advice);
  const changed = standing(sources.changes);
  const drifts = new Map(sources.drifts.toReversed().map((drift) => [settingKey(drift), drift]));
  return bareItems(sources).map((bare) => {
    const { entry, ref, value, boot } = bare;
    const key = settingKey(ref);
    const change = changed.get(key);
    const drift = drifts.get(key);
    const isLost = change?.lost?.some(({ setting }) => settingKey(setting) === key) ?? false;
    const isTheirs = drift?.after === value && (change?.appliedMs ?? change?.requestedMs ?? 0) < (drift?.timeMs ?? 0);
    const kernelDefault = defaultOn(entry, sources.machine);
    return {
      ...bare,
      key,
      kernelDefault,
      differs: kernelDefault === undefined || value === undefined ? undefined : kernelDefault !== value,
      recommended: proposed.get(key),
      atBoot: boot?.setters.at(-1)?.value,
      change: change?.state === 'pending' ? 'pending' : change === undefined ? undefined : 'kept',
      drifted: value !== undefined && (isLost || isTheirs),
    };
  });
};

/** Whether two items look the same in the table. */
export const sameItem = (a: SysctlItem, b: SysctlItem): boolean =>
  a === b ||
  (a.key === b.key &&
    a.value === b.value &&
    a.unreadable === b.unreadable &&
    a.kernelDefault === b.kernelDefault &&
    a.atBoot === b.atBoot &&
    a.change === b.change &&
    a.drifted === b.drifted &&
    a.recommended?.value === b.recommended?.value &&
    a.recommended?.adviceId === b.recommended?.adviceId);

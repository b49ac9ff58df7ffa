import type { Words } from '@netstrata/metrics';
import type { ChangeRequest, SettingRef } from '@netstrata/protocol';
import { changeable, type DeviceSetting, parseTunable, type ShapeLimits, type Tunable } from '@netstrata/tunables';
import { REFUSALS, shapeWords } from '@netstrata/tunables/zh-CN';

/** An entry of the catalogue. */
type Changeable = Tunable | DeviceSetting;

/** A setting that somebody names and the value that they want, held against the catalogue. */
export interface CheckedSetting {
  readonly ref: SettingRef;
  /** Undefined for a name that is not in the catalogue. */
  readonly entry: Changeable | undefined;
  /** As it is written to the kernel; as it was given when it cannot be. */
  readonly proposed: string;
  /** Why it cannot be set; undefined when it can. */
  readonly refusal: Words | undefined;
}

type Named = Omit<ChangeRequest['changes'][number], 'expectedBefore'>;

/** With single spaces between numbers, as values are compared and shown. */
export const normal = (value: string): string => value.trim().split(/\s+/).join(' ');

/** Whether two values of a setting are one, however they are written. */
export function isSame(name: string, one: string, other: string): boolean {
  if (normal(one) === normal(other)) return true;
  const entry = changeable(name);
  if (entry === undefined) return false;
  const [a, b] = [parseTunable(entry, one), parseTunable(entry, other)];
  return a.ok && b.ok && a.text === b.text;
}

/** One word for one setting of a host. */
export const keyOf = ({ tunable: name, namespace, device, queue }: SettingRef): string =>
  JSON.stringify([name, namespace, device ?? null, queue ?? null]);

/** A setting in words: `net.core.somaxconn`, `ethtool.rings.rx of eth0`. */
export function named({ tunable: name, namespace, device, queue }: SettingRef): string {
  const where = [
    ...(device === undefined ? [] : [` of ${device}`]),
    ...(queue === undefined ? [] : [` queue ${queue}`]),
    ...(namespace === 'host' ? [] : [` in namespace ${namespace}`]),
  ];
  return name + where.join('');
}

/** The same in every language. */
export function namedWords(setting: SettingRef): Words {
  const { tunable: name, namespace, device, queue } = setting;
  const where = [
    ...(namespace === 'host' ? [] : [`命名空间 ${namespace} 中的 `]),
    ...(device === undefined ? [] : [`${device} 的 `]),
    ...(queue === undefined ? [] : [`队列 ${queue} 的 `]),
  ];
  return { en: named(setting), 'zh-CN': where.join('') + name };
}

/** Which setting is meant: the agent's own namespace unless another one was named. */
export function refOf({ tunable: name, namespace = 'host', device, queue }: Named): SettingRef {
  return {
    tunable: name,
    namespace,
    ...(device === undefined ? {} : { device }),
    ...(queue === undefined ? {} : { queue }),
  };
}

/** How long what these settings do may need before it shows: the longest of them; 0 for what shows at once. */
export const settleMsOf = (settings: readonly SettingRef[]): number =>
  Math.max(0, ...settings.map(({ tunable: name }) => 1000 * (changeable(name)?.settlesWithinSeconds ?? 0)));

/** Whether writing it may interrupt a link. */
export const isDisruptive = (entry: Changeable | undefined): boolean =>
  entry !== undefined && entry.scope === 'device' && entry.disruptive;

/**
 * Holds what was asked against the catalogue: its name, where it is, its shape and bounds. `offered` is what the running kernel lists
 * for settings that are a choice, `limits` what the machine or the device allows.
 */
export function checkSetting(given: Named, offered?: readonly string[], limits?: ShapeLimits): CheckedSetting {
  const ref = refOf(given);
  const entry = changeable(ref.tunable);
  if (entry === undefined) {
    const refusal = {
      en: `${ref.tunable} is not in the catalogue of what may be changed`,
      'zh-CN': `${ref.tunable} 不在可更改的目录中`,
    };
    return { ref, entry, proposed: given.value, refusal };
  }
  const misplaced = placeProblem(ref, entry);
  if (misplaced !== undefined) return { ref, entry, proposed: given.value, refusal: misplaced };
  const parsed = parseTunable(entry, given.value, offered, limits);
  if (parsed.ok) return { ref, entry, proposed: parsed.text, refusal: undefined };
  const { code, message, allowed } = parsed.error;
  const refusal = {
    en: `${message}: it takes ${allowed}`,
    'zh-CN': `${ref.tunable}：${REFUSALS[code]}；允许${spaced(shapeWords(entry, offered, limits))}`,
  };
  return { ref, entry, proposed: given.value, refusal };
}

/** Behind a Chinese word: names of the kernel keep a space. */
const spaced = (text: string): string => (/^\w/.test(text) ? ` ${text}` : text);

function placeProblem(ref: SettingRef, entry: Changeable): Words | undefined {
  const { tunable: name, namespace, device, queue } = ref;
  if (entry.scope !== 'device') {
    if (device !== undefined || queue !== undefined)
      return { en: `${name} is no setting of a network device`, 'zh-CN': `${name} 不是网络设备的设置` };
    if (namespace !== 'host' && entry.scope !== 'namespace')
      return {
        en: `${name} is one for the whole host and cannot be set in a namespace`,
        'zh-CN': `${name} 对整台主机生效，不能在命名空间里设置`,
      };
    return undefined;
  }
  if (device === undefined)
    return {
      en: `${name} is a setting of a network device: name the device`,
      'zh-CN': `${name} 是网络设备的设置：请指明设备`,
    };
  if (entry.perQueue !== undefined && queue === undefined)
    return { en: `${name} is a setting of a queue: name its number`, 'zh-CN': `${name} 是队列的设置：请指明队列号` };
  if (entry.perQueue === undefined && queue !== undefined)
    return {
      en: `${name} is one for the whole device, not of a queue`,
      'zh-CN': `${name} 对整个设备生效，不是队列的设置`,
    };
  return undefined;
}

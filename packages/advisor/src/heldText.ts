import type { Words } from '@netstrata/metrics';

interface Held {
  /** Undefined where it is not known. */
  readonly now: number | undefined;
  /** The most within the time that a rule looks at. */
  readonly peak: number | undefined;
  /** What they are, and of how many: "of 4096 entries". */
  readonly of: Words;
  readonly within: 'a minute' | 'five minutes';
}

const WITHIN_CHINESE = { 'a minute': '一分钟', 'five minutes': '五分钟' } as const;

/** How much something holds, and how much it held where that was more: what was refused was so while it was full, which may be over. */
export function heldText({ now, peak, of, within }: Held): Words {
  if (now === undefined || peak === undefined)
    return { en: `an unknown number ${of.en}`, 'zh-CN': `未知 ${of['zh-CN']}` };
  return peak > now
    ? {
        en: `up to ${peak} ${of.en} within ${within}, ${now} now`,
        'zh-CN': `${WITHIN_CHINESE[within]}内最多 ${peak} ${of['zh-CN']}，现在 ${now}`,
      }
    : { en: `${now} ${of.en}`, 'zh-CN': `${now} ${of['zh-CN']}` };
}

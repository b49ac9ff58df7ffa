import { BUFFERS } from './catalog/zh-CN/buffers.ts';
import { CONNTRACK } from './catalog/zh-CN/conntrack.ts';
import { DEVICE } from './catalog/zh-CN/device.ts';
import { FILES } from './catalog/zh-CN/files.ts';
import { LISTEN } from './catalog/zh-CN/listen.ts';
import { MEMORY } from './catalog/zh-CN/memory.ts';
import { NEIGHBOURS } from './catalog/zh-CN/neighbours.ts';
import { PORTS } from './catalog/zh-CN/ports.ts';
import { ROUTING } from './catalog/zh-CN/routing.ts';
import { TCP_BEHAVIOUR } from './catalog/zh-CN/tcpBehaviour.ts';
import { TCP_TIMERS } from './catalog/zh-CN/tcpTimers.ts';
import { UNITS } from './catalog/zh-CN/units.ts';
import { DEVICE_SETTINGS } from './deviceCatalog/zh-CN/device.ts';
import type { ShapeLimits, TunableErrorCode } from './parse.ts';
import type { DeviceSetting, Tunable } from './types.ts';
import type { TunableTexts, TunableWords } from './words.ts';

/** What Simplified Chinese says of every setting. */
export const TUNABLE_TEXTS: TunableTexts = {
  ...BUFFERS,
  ...CONNTRACK,
  ...DEVICE,
  ...FILES,
  ...LISTEN,
  ...MEMORY,
  ...NEIGHBOURS,
  ...PORTS,
  ...ROUTING,
  ...TCP_BEHAVIOUR,
  ...TCP_TIMERS,
  ...DEVICE_SETTINGS,
};

/** The words of an entry in Chinese. */
export function tunableWords(entry: Tunable | DeviceSetting): TunableWords {
  const { name, unit } = entry;
  const [title = entry.title, help = entry.help, cost = entry.cost, defaultDerivation] = TUNABLE_TEXTS[name] ?? [];
  return { title, help, cost, defaultDerivation, unit: UNITS[unit] ?? unit };
}

const COUNTS = { integer: '一个整数', pair: '两个整数', triple: '三个整数' } as const;

/** What `describeShape` says, in Chinese. */
export function shapeWords(
  { shape }: Pick<Tunable, 'shape'>,
  offered?: readonly string[],
  { cpus, max }: ShapeLimits = {},
): string {
  if (shape.kind === 'ports') return '端口和端口范围，如 8080,9148-9150，或留空';
  if (shape.kind === 'cpus')
    return `十六进制的 CPU 掩码，如 ff 或 00000001,ffffffff${cpus === undefined ? '' : `，限前 ${cpus} 个 CPU`}`;
  if (shape.kind === 'choice') {
    const choices = offered ?? (shape.values === 'kernel-list' ? [] : shape.values);
    return choices.length === 0 ? '运行中的内核提供的名称' : `${choices.join('、')} 之一`;
  }
  const ascending = shape.kind === 'pair' || (shape.kind === 'triple' && shape.ascending);
  const power = shape.kind === 'integer' && shape.powerOfTwo;
  const rest = `${ascending ? '，每个不小于前一个' : ''}${power ? '，0 或 2 的幂' : ''}`;
  return `${COUNTS[shape.kind]}，${shape.min} 到 ${Math.min(shape.max, max ?? shape.max)}${rest}`;
}

/** Why a value is refused, in Chinese. */
export const REFUSALS: Readonly<Record<TunableErrorCode, string>> = {
  empty: '没有给出值',
  'too-long': '值太长',
  'bad-character': '只允许可打印的 ASCII 字符',
  'not-a-number': '不是普通的十进制数',
  'wrong-count': '数字的个数不对',
  'too-small': '小于允许的最小值',
  'too-large': '大于允许的最大值',
  'not-ascending': '变小了：每个数不得小于前一个',
  'not-a-power': '不是 2 的幂',
  'not-a-mask': '不是 CPU 掩码',
  'unknown-choice': '不是已知的名称',
};

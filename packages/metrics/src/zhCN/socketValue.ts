const TIMERS: Readonly<Record<string, string>> = {
  none: '无',
  retransmit: '重传',
  keepalive: 'keepalive',
  'time-wait': 'TIME-WAIT',
  'zero-window probe': '零窗口探测',
};

/** Whole values, and the parts of lists, by the English words that agents send. */
const PARTS: Readonly<Record<string, string>> = {
  ...TIMERS,
  'open both ways': '双向打开',
  'receives no more': '不再接收',
  'sends no more': '不再发送',
  'closed both ways': '双向关闭',
  'no cookie': '没有 cookie',
  'no answer to the SYN with data': '带数据的 SYN 没有应答',
  'the SYN was sent again without data': 'SYN 已不带数据重发',
  'capable there': '对端支持',
  'capable here': '本端支持',
  'joined there': '对端加入',
  'joined here': '本端加入',
  'backup there': '对端备用',
  'backup here': '本端备用',
  'fully established': '完全建立',
  connected: '已连接',
  'mapping valid': '映射有效',
};

/** Values with numbers in them. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^(\d+) of (\d+)$/, '$1 / $2'],
  [/^(\d+) here, (\d+) there$/, '本端 $1，对端 $2'],
  [/^(\d+) on (\S+)$/, '$1，位于 $2'],
  [/^(\d+) blocks of (\d+) B, (\d+) frames of (\d+) B$/, '$1 块，每块 $2 B；$3 帧，每帧 $4 B'],
  [/^option seen (\S+), failed (\S+)$/, '见到选项 $1，失败 $2'],
  [/^(\d+), by (hash|load balance|cpu|rollover|random|queue mapping|classic BPF|eBPF)$/, '$1，按 $2'],
];

/**
 * What a field of a chosen socket says, in Chinese. Agents of every version send it in English words, as the kernel's tools do; names and
 * what is not known here stay as they are.
 */
export function socketValue(text: string): string {
  const [, kind = '', seconds] = /^(.+) in (\d+\.\d s)$/.exec(text) ?? [];
  if (Object.hasOwn(TIMERS, kind)) return `${TIMERS[kind]}，${seconds} 后`;
  for (const [pattern, chinese] of PATTERNS) if (pattern.test(text)) return text.replace(pattern, chinese);
  const parts = text.split(', ');
  return parts.every((part) => Object.hasOwn(PARTS, part)) ? parts.map((part) => PARTS[part]).join('、') : text;
}

import { formatValue, type Words } from '@netstrata/metrics';
import { recentDumps } from '../dumps.ts';
import type { HarmfulValue } from '../settingRule.ts';
import type { RuleContext } from '../types.ts';

/** What every socket of the host gets is not made larger than this for the sake of one, and is taken for an old recipe above it. */
export const MOST_DEFAULT_BYTES = 4 * 2 ** 20;
/** The kernel's own, the same for both directions. */
export const KERNEL_BYTES = 212_992;
const WINDOW_SECONDS = 120;

/** Whether a UDP socket that asked for nothing held more than the default of the kernel: then the large one is used. */
function isUsed(value: number, context: RuleContext): boolean {
  return recentDumps(context, WINDOW_SECONDS).some(({ udp }) =>
    udp.some(({ rcvbuf, rmemAlloc = 0 }) => rcvbuf === value && rmemAlloc > KERNEL_BYTES),
  );
}

/** A default buffer of sockets that are not TCP in megabytes; undefined when it is not, or when somebody makes use of it. */
export function raisedDefault(
  value: number | undefined,
  { kind, why }: { readonly kind: 'receive' | 'send'; readonly why: Words },
  context: RuleContext,
): HarmfulValue | undefined {
  if (value === undefined || value <= MOST_DEFAULT_BYTES) return undefined;
  if (kind === 'receive' && isUsed(value, context)) return undefined;
  const size = formatValue(value, 'bytes');
  return {
    proposed: KERNEL_BYTES,
    arithmetic: {
      en: `${KERNEL_BYTES}: the default of the kernel, room for 256 packets of 256 bytes with their overhead`,
      'zh-CN': `${KERNEL_BYTES}：内核默认值，够放 256 个 256 字节的包及其开销`,
    },
    title: {
      en: `Every new UDP, raw and Unix socket gets ${size} of ${kind} buffer, asked for or not`,
      'zh-CN': `每个新建的 UDP、raw 和 Unix 套接字不论是否请求，都得到 ${size} 的${kind === 'receive' ? '接收' : '发送'}缓冲区`,
    },
    why: {
      en: `This default is for sockets whose program sets no size. TCP does not use it: its buffers follow net.ipv4.tcp_${kind === 'receive' ? 'r' : 'w'}mem. At ${size} it is ${Math.round(value / KERNEL_BYTES)} times the kernel's own. ${why.en}`,
      'zh-CN': `这个默认值用于程序没有设置大小的套接字。TCP 不用它：TCP 的缓冲区由 net.ipv4.tcp_${kind === 'receive' ? 'r' : 'w'}mem 决定。${size} 是内核自身默认值的 ${Math.round(value / KERNEL_BYTES)} 倍。${why['zh-CN']}`,
    },
  };
}

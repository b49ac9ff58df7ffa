import { formatValue } from '@netstrata/metrics';
import { recentDumps } from '../dumps.ts';
import type { HarmfulValue } from '../settingRule.ts';
import type { RuleContext } from '../types.ts';

const RAISED_BYTES = 4 * 2 ** 20;
/** The kernel's own, the same for both directions. */
const KERNEL_BYTES = 212_992;
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
  { kind, why }: { readonly kind: 'receive' | 'send'; readonly why: string },
  context: RuleContext,
): HarmfulValue | undefined {
  if (value === undefined || value < RAISED_BYTES) return undefined;
  if (kind === 'receive' && isUsed(value, context)) return undefined;
  const size = formatValue(value, 'bytes');
  return {
    proposed: KERNEL_BYTES,
    arithmetic: `${KERNEL_BYTES}: the default of the kernel, room for 256 packets of 256 bytes with their overhead`,
    title: `Every new UDP, raw and Unix socket gets ${size} of ${kind} buffer, asked for or not`,
    why: `This default is for sockets whose program sets no size. TCP does not use it: its buffers follow net.ipv4.tcp_${kind === 'receive' ? 'r' : 'w'}mem. At ${size} it is ${Math.round(value / KERNEL_BYTES)} times the kernel's own. ${why}`,
  };
}

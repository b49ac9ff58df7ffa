import { endpoint, formatValue, ID, joinWords, NO_WORDS, sameWords, type Words } from '@netstrata/metrics';
import { NO_MEMORY } from '../change.ts';
import { pow2ceil, raise } from '../guards.ts';
import { programName } from '../owner.ts';
import type { Evidence, Finding } from '../types.ts';
import type { SendNeed } from './need.ts';
import type { Sender } from './senders.ts';

export const TCP_WMEM = 'net.ipv4.tcp_wmem';
/** Below this round trip the path is a machine or a rack: send buffers there are limits only when they were made small. */
const NEAR_US = 1000;

function evidenceOf({ row, share, looks, sndbuf }: Sender, need: SendNeed): readonly Evidence[] {
  const labels = { socket: `${endpoint(row.local, row.localPort)} ${endpoint(row.remote, row.remotePort)}` };
  const by = looks === undefined ? labels : { ...labels, by: 'looks' };
  const queued: readonly Evidence[] =
    row.wmemQueued === undefined
      ? []
      : [{ metric: ID.sockets.tcpWmemQueuedBytes, labels, value: row.wmemQueued, unit: 'bytes' }];
  return [
    { metric: ID.sockets.sndbufLimitedShare, labels: by, value: share, unit: 'share' },
    { metric: ID.sockets.tcpSndbufBytes, labels, value: sndbuf, unit: 'bytes' },
    ...queued,
    { metric: ID.tcp.rttMedianUs, labels, value: need.rttUs, unit: 'microseconds' },
  ];
}

const nameOf = ({ row }: Sender): Words => {
  const name = programName(row);
  return name === undefined ? { en: 'a program', 'zh-CN': '某个程序' } : sameWords(name);
};

function whereOf({ row, program, peer, sndbuf }: Sender, others: number): Words {
  const more =
    others === 0
      ? NO_WORDS
      : {
          en: `, and ${others} more ${others === 1 ? 'connection' : 'connections'}`,
          'zh-CN': `，另有 ${others} 个连接`,
        };
  return {
    en: `TCP connection of ${program.en} to ${peer}: send buffer ${formatValue(sndbuf, 'bytes')}, ${formatValue(row.txBytesPerSecond, 'bytes/s')} delivered${more.en}`,
    'zh-CN': `${program['zh-CN']} 到 ${peer} 的 TCP 连接：发送缓冲区 ${formatValue(sndbuf, 'bytes')}，交付速率 ${formatValue(row.txBytesPerSecond, 'bytes/s')}${more['zh-CN']}`,
  };
}

function waitOf({ share, looks }: Sender): Words {
  if (looks === undefined)
    return {
      en: `the program waits for room in it ${formatValue(share, 'share')} of the time`,
      'zh-CN': `${formatValue(share, 'share')} 的时间里程序在等它腾出空间`,
    };
  return {
    en: `in ${looks.starved} of the last ${looks.of} looks it was full of data on its way, so that the program waits`,
    'zh-CN': `最近 ${looks.of} 次采样中有 ${looks.starved} 次它装满了在途数据，程序只能等`,
  };
}

function whyOf(sender: Sender, limit: Words): Words {
  return {
    en: `Data that was sent stays in the send buffer until the peer confirms it, one round trip later. The buffer of ${sender.program.en} is too small for that: ${waitOf(sender).en}, although the network and the peer would take more. ${limit.en}`,
    'zh-CN': `发出的数据要留在发送缓冲区里，直到一个往返之后对端确认。${sender.program['zh-CN']} 的缓冲区对此太小：${waitOf(sender)['zh-CN']}，而网络和对端都还能接收更多。${limit['zh-CN']}`,
  };
}

function verifyOf({ row }: Sender): Words {
  return {
    en: `"ss -tinm 'dport = :${row.remotePort}'" shows a larger "tb" in skmem (the send buffer) and a higher delivery_rate, and its sndbuf_limited grows no more.`,
    'zh-CN': `"ss -tinm 'dport = :${row.remotePort}'" 的 skmem 中 "tb"（发送缓冲区）变大、delivery_rate 升高，且 sndbuf_limited 不再增长。`,
  };
}

function nearText({ rttUs }: SendNeed, current: number): Words {
  return rttUs >= NEAR_US
    ? NO_WORDS
    : {
        en: ` The round trip is only ${formatValue(rttUs, 'microseconds')}, where the kernel's usual maximum never limits; this one of ${formatValue(current, 'bytes')} does.`,
        'zh-CN': `往返只有 ${formatValue(rttUs, 'microseconds')}，内核通常的最大值在这种路径上从不构成限制；现在的 ${formatValue(current, 'bytes')} 却限制了。`,
      };
}

export interface Ceiling {
  readonly sender: Sender;
  readonly need: SendNeed;
  /** Other connections at the ceiling. */
  readonly others: number;
  /** tcp_wmem as three numbers. */
  readonly wmem: readonly [number, number, number];
  /** The most that the memory for TCP leaves a connection. */
  readonly most: number;
  readonly memoryShort: boolean;
}

/** The buffer has grown as far as tcp_wmem lets it. */
export function ceilingFinding({ sender, need, others, wmem, most, memoryShort }: Ceiling): Finding {
  const [least, initial, current] = wmem;
  const wanted = pow2ceil(need.bytes);
  const { proposed, limitedBy } = memoryShort
    ? { proposed: undefined, limitedBy: NO_WORDS }
    : raise(current, wanted, most);
  const held = memoryShort
    ? NO_MEMORY
    : {
        en: `The memory for TCP (net.ipv4.tcp_mem) leaves each busy connection ${formatValue(most, 'bytes')}: raise that first, or send over fewer connections.`,
        'zh-CN': `TCP 内存（net.ipv4.tcp_mem）只给每个繁忙连接留 ${formatValue(most, 'bytes')}：先提高它，或减少发送的连接数。`,
      };
  return {
    ...(proposed === undefined ? {} : { need: { amount: wanted, from: JSON.stringify(wmem) } }),
    subject: TCP_WMEM,
    severity: 'warning',
    confidence: 'high',
    title: {
      en: `${TCP_WMEM} limits how fast ${nameOf(sender).en} can send to ${sender.peer}`,
      'zh-CN': `${TCP_WMEM} 限制了 ${nameOf(sender)['zh-CN']} 向 ${sender.peer} 发送的速度`,
    },
    why: whyOf(sender, {
      en: `It has grown to the third number of ${TCP_WMEM}, as far as it may.${nearText(need, current).en}`,
      'zh-CN': `它已长到 ${TCP_WMEM} 的第三个数，不能再大。${nearText(need, current)['zh-CN']}`,
    }),
    where: whereOf(sender, others),
    evidence: evidenceOf(sender, need),
    changes:
      proposed === undefined
        ? []
        : [
            {
              tunable: TCP_WMEM,
              namespace: 'host',
              current: wmem.join(' '),
              proposed: `${least} ${initial} ${proposed}`,
            },
          ],
    arithmetic: proposed === undefined ? NO_WORDS : joinWords([need.arithmetic, limitedBy], NO_WORDS),
    actions: proposed === undefined ? [held] : [],
    risk: {
      en: `Risk 2 of 4. Each connection that needs it may hold up to the new maximum in kernel memory (the whole is bounded by net.ipv4.tcp_mem), and more unsent data may wait in the host. The first two numbers stay.`,
      'zh-CN':
        '风险 2/4。每个需要的连接最多可占用新的最大值那么多内核内存（总量受 net.ipv4.tcp_mem 约束），主机里积压的未发送数据也可能更多。前两个数不变。',
    },
    expectedEffect: {
      en: `The buffer grows, waiting on it falls below 3 % of the time, and throughput rises until the next limit: the path, the peer's window or the program.`,
      'zh-CN': '缓冲区增长，等待它的时间降到 3 % 以下，吞吐上升到下一个限制为止：路径、对端窗口或程序。',
    },
    verify: verifyOf(sender),
    notWhen: {
      en: 'The connection is limited by its congestion window, by its peer or by the program: then a larger buffer only holds more unsent data. Buffers that a program fixed with SO_SNDBUF do not follow.',
      'zh-CN':
        '连接受限于拥塞窗口、对端或程序：那么更大的缓冲区只会积压更多未发送数据。程序用 SO_SNDBUF 固定的缓冲区不会跟着变。',
    },
  };
}

/** The program fixed the size. */
export function lockedFinding(sender: Sender, need: SendNeed, wmemMax: number | undefined): Finding {
  const { row, sndbuf } = sender;
  const ask = pow2ceil(need.bytes / 2);
  const capped = wmemMax !== undefined && sndbuf === 2 * wmemMax;
  const cap = capped
    ? {
        en: ' It is exactly twice net.core.wmem_max, so the program may have asked for more.',
        'zh-CN': '它恰好是 net.core.wmem_max 的两倍，所以程序可能要过更多。',
      }
    : NO_WORDS;
  return {
    subject: sender.peer,
    severity: 'warning',
    confidence: 'high',
    title: {
      en: `A fixed send buffer limits how fast ${nameOf(sender).en} can send to ${sender.peer}`,
      'zh-CN': `固定的发送缓冲区限制了 ${nameOf(sender)['zh-CN']} 向 ${sender.peer} 发送的速度`,
    },
    why: whyOf(sender, {
      en: `Its size does not change and is not what the kernel would choose: the program has fixed it with SO_SNDBUF, which also switches off its growth.${cap.en}`,
      'zh-CN': `它的大小不变，也不是内核会选的值：程序用 SO_SNDBUF 固定了它，这同时关闭了自动增长。${cap['zh-CN']}`,
    }),
    where: whereOf(sender, 0),
    evidence: evidenceOf(sender, need),
    changes: [],
    arithmetic: NO_WORDS,
    actions: [
      {
        en: `Remove SO_SNDBUF from ${programName(row) ?? 'the program'}: the kernel then grows the buffer by itself, up to ${TCP_WMEM}.`,
        'zh-CN': `去掉 ${programName(row) ?? '该程序'} 中的 SO_SNDBUF：内核就会自动增大缓冲区，直到 ${TCP_WMEM} 的上限。`,
      },
      {
        en: `Or ask for at least ${ask} B, which the kernel doubles. net.core.wmem_max${wmemMax === undefined ? '' : ` (${wmemMax})`} caps what may be asked for. Measured: ${need.arithmetic.en}, of which half is asked for.`,
        'zh-CN': `或至少请求 ${ask} B，内核会将其加倍。可请求的值受 net.core.wmem_max${wmemMax === undefined ? '' : `（${wmemMax}）`} 限制。测量依据：${need.arithmetic['zh-CN']}，请求其一半。`,
      },
    ],
    risk: {
      en: 'Memory for this connection only; set it before connect() or listen().',
      'zh-CN': '只占用这个连接的内存；要在 connect() 或 listen() 之前设置。',
    },
    expectedEffect: {
      en: 'The send buffer of new connections grows with the path, and they wait on it no longer.',
      'zh-CN': '新连接的发送缓冲区随路径增长，不再因它等待。',
    },
    verify: verifyOf(sender),
    notWhen: {
      en: 'The program keeps its buffer small on purpose, to have little unsent data in the host (live media, fair sharing).',
      'zh-CN': '程序有意保持小缓冲区，好让主机里少积压未发送数据（直播、公平分享）。',
    },
  };
}

import { formatValue, type Words } from '@netstrata/metrics';
import { type Calculation, inRange, type Step } from './Calculation.ts';

export interface BufferChainInput {
  readonly sockets: number;
  /** What each program asks for with SO_RCVBUF; undefined when it does not ask. */
  readonly askedBytes: number | undefined;
  readonly rmemMax: number;
  readonly tcpRmem: readonly [number, number, number];
  /** In pages. */
  readonly tcpMem: readonly [number, number, number];
  readonly pageBytes: number;
  /** Bytes that all sockets together are to hold unread. */
  readonly wantedBytes: number;
}

/** The kernel's SOCK_MIN_RCVBUF. */
const LEAST_RCVBUF = 2304;
/** Of a receive buffer this part is promised to the sender as window: the rest pays for the kernel's bookkeeping. */
const WINDOW_SHARE = 0.5;
const SIZE = { least: 1, most: 2 ** 40 };

function perSocket({ askedBytes, rmemMax, tcpRmem }: BufferChainInput): {
  readonly rcvbuf: number;
  readonly how: Words;
} {
  if (askedBytes === undefined)
    return {
      rcvbuf: tcpRmem[1],
      how: {
        en: `no SO_RCVBUF: the middle number of tcp_rmem (it grows up to ${tcpRmem[2]} only while the program reads)`,
        'zh-CN': `未设 SO_RCVBUF：取 tcp_rmem 的中间值（只有程序在读时才会增长，至多 ${tcpRmem[2]}）`,
      },
    };
  const capped = Math.min(askedBytes, rmemMax);
  const isCut = capped < askedBytes;
  const rcvbuf = Math.max(LEAST_RCVBUF, 2 * capped);
  const isLeast = rcvbuf === LEAST_RCVBUF;
  return {
    rcvbuf,
    how: {
      en: `SO_RCVBUF ${askedBytes}, ${isCut ? `cut to rmem_max ${rmemMax}, then doubled` : 'doubled by the kernel'}${isLeast ? ', and not below 2304' : ''}; tcp_rmem is out of play for this socket`,
      'zh-CN': `SO_RCVBUF ${askedBytes}，${isCut ? `被 rmem_max ${rmemMax} 截断后翻倍` : '由内核翻倍'}${isLeast ? '，且不低于 2304' : ''}；tcp_rmem 对该套接字不再起作用`,
    },
  };
}

interface Chain {
  readonly input: BufferChainInput;
  readonly rcvbuf: number;
  readonly how: Words;
  readonly guaranteed: number;
  readonly charged: number;
  readonly poolBytes: number;
}

function stepsOf({ input, rcvbuf, how, guaranteed, charged, poolBytes }: Chain): readonly Step[] {
  const { sockets, tcpMem, pageBytes } = input;
  const window = rcvbuf * WINDOW_SHARE;
  return [
    {
      id: 'rcvbuf',
      name: { en: 'buffer of each socket', 'zh-CN': '每个套接字的缓冲区' },
      how,
      value: rcvbuf,
      unit: 'bytes',
    },
    {
      id: 'window',
      name: { en: 'of that, promised as window', 'zh-CN': '其中承诺为窗口' },
      how: { en: `half of ${rcvbuf}`, 'zh-CN': `${rcvbuf} 的一半` },
      value: window,
      unit: 'bytes',
    },
    {
      id: 'guaranteed',
      name: { en: 'all sockets together, for sure', 'zh-CN': '所有套接字合计，确保可容纳' },
      how: { en: `${sockets} × ${window}`, 'zh-CN': `${sockets} × ${window}` },
      value: guaranteed,
      unit: 'bytes',
    },
    {
      id: 'charged',
      name: { en: 'charged to tcp_mem when all are full', 'zh-CN': '全满时计入 tcp_mem' },
      how: { en: `${sockets} × ${rcvbuf}`, 'zh-CN': `${sockets} × ${rcvbuf}` },
      value: charged,
      unit: 'bytes',
    },
    {
      id: 'pool',
      name: { en: 'tcp_mem, all of TCP on this host', 'zh-CN': 'tcp_mem，本机全部 TCP' },
      how: { en: `${tcpMem[2]} pages × ${pageBytes}`, 'zh-CN': `${tcpMem[2]} 页 × ${pageBytes}` },
      value: poolBytes,
      unit: 'bytes',
    },
  ];
}

function answerOf({ input, guaranteed, charged, poolBytes }: Chain, holds: boolean): Words {
  const [wanted, sure, full, pool] = [input.wantedBytes, guaranteed, charged, poolBytes].map((value) =>
    formatValue(value, 'bytes'),
  );
  if (holds)
    return {
      en: `Yes: ${sure} fit for sure, ${wanted} are wanted.`,
      'zh-CN': `能：确保可容纳 ${sure}，需要 ${wanted}。`,
    };
  if (charged > poolBytes)
    return {
      en: `No: full buffers would need ${full}, and tcp_mem ends at ${pool} for all of TCP.`,
      'zh-CN': `不能：缓冲区全满需要 ${full}，而 tcp_mem 对全部 TCP 的上限是 ${pool}。`,
    };
  return {
    en: `Not for sure: ${sure} are promised, ${wanted} are wanted. Ask for a larger SO_RCVBUF before listen() or connect(), or leave it alone and have the program read.`,
    'zh-CN': `不一定：只承诺 ${sure}，需要 ${wanted}。请在 listen() 或 connect() 之前申请更大的 SO_RCVBUF，或者不设它而让程序及时读取。`,
  };
}

/**
 * How the limits of receive buffers work together: SO_RCVBUF is capped by rmem_max and replaces tcp_rmem for its socket, all share
 * tcp_mem, and optmem_max has nothing to do with payload.
 * @throws CalculationError for sizes and counts that no host has
 */
export function bufferChain(input: BufferChainInput): Calculation {
  const sockets = inRange('sockets', input.sockets, { least: 1, most: 10_000_000 });
  const wanted = inRange('wantedBytes', input.wantedBytes, SIZE);
  for (const name of ['rmemMax', 'pageBytes'] as const) inRange(name, input[name], SIZE);
  if (input.askedBytes !== undefined) inRange('askedBytes', input.askedBytes, SIZE);
  for (const value of input.tcpRmem) inRange('tcpRmem', value, SIZE);
  for (const value of input.tcpMem) inRange('tcpMem', value, SIZE);
  const { rcvbuf, how } = perSocket(input);
  const charged = sockets * rcvbuf;
  const guaranteed = charged * WINDOW_SHARE;
  const poolBytes = input.tcpMem[2] * input.pageBytes;
  const chain: Chain = { input, rcvbuf, how, guaranteed, charged, poolBytes };
  const holds = wanted <= guaranteed && charged <= poolBytes;
  const one = formatValue(rcvbuf * WINDOW_SHARE, 'bytes');
  return {
    fits: holds,
    answer: answerOf(chain, holds),
    steps: stepsOf(chain),
    wishes: wishesOf(input),
    caveats: [
      {
        en: `This holds when the data is spread evenly: one socket alone holds about ${one}, whatever the others have free.`,
        'zh-CN': `前提是数据均匀分布：单个套接字只能容纳约 ${one}，与其他套接字是否空闲无关。`,
      },
      {
        en: 'Very small writes cost more bookkeeping than payload: they can fall about one percent short. Large segments fit better than half.',
        'zh-CN': '很小的写入开销大于载荷，可能少约 1%；大报文段的利用率则高于一半。',
      },
      {
        en: 'Measured on Linux 6.18 with ten sockets of SO_RCVBUF 10240 that nobody reads: 102,400 B in writes of 1,448 and 10,240 B fit whole; in writes of one byte 101,074 to 101,360 B did. Without SO_RCVBUF (tcp_rmem 4K 16K 80K) 79,440 to 135,840 B, by the size of the writes.',
        'zh-CN':
          '在 Linux 6.18 上实测，十个 SO_RCVBUF 为 10240 且无人读取的套接字：按 1448 和 10240 B 写入时 102,400 B 全部容纳；按 1 B 写入时容纳 101,074 至 101,360 B。未设 SO_RCVBUF（tcp_rmem 4K 16K 80K）时随写入大小为 79,440 至 135,840 B。',
      },
      {
        en: 'optmem_max is for control messages, filters and zero-copy notices: it never limits payload.',
        'zh-CN': 'optmem_max 用于控制消息、过滤器和零拷贝通知：从不限制载荷。',
      },
      ...(charged > input.tcpMem[1] * input.pageBytes && charged <= poolBytes
        ? [
            {
              en: 'The second number of tcp_mem would be passed: the kernel then shrinks windows before anything is refused.',
              'zh-CN': '会超过 tcp_mem 的第二个数：内核会先收缩窗口，之后才拒绝分配。',
            },
          ]
        : []),
      {
        en: 'The buffers of senders on the same host count in the same tcp_mem.',
        'zh-CN': '同一主机上发送方的缓冲区也计入同一个 tcp_mem。',
      },
    ],
  };
}

/** The only one that may cut what a program asks for. */
function wishesOf({ askedBytes, rmemMax }: BufferChainInput): Calculation['wishes'] {
  if (askedBytes === undefined || askedBytes <= rmemMax || askedBytes > 2 ** 31 - 1) return [];
  return [{ tunable: 'net.core.rmem_max', value: String(Math.ceil(askedBytes)) }];
}

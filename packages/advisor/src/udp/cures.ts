import { formatAge, formatRate, formatValue, NO_WORDS, type Words } from '@netstrata/metrics';
import { NO_MEMORY } from '../change.ts';
import { programName, whoOf } from '../owner.ts';
import type { TunableChange } from '../types.ts';
import type { Dropper } from './droppers.ts';
import { type Cure, HOW_IT_DROPS, nameOf } from './finding.ts';
import type { BufferNeed } from './need.ts';
import { rcvbufSetting } from './programs.ts';
import { KERNEL_BYTES, MOST_DEFAULT_BYTES } from './raisedDefault.ts';

const RMEM_DEFAULT = 'net.core.rmem_default';
const RMEM_MAX = 'net.core.rmem_max';

export interface CureInput {
  readonly dropper: Dropper;
  readonly need: BufferNeed;
  readonly rmemDefault: number | undefined;
  readonly rmemMax: number | undefined;
  /** False when the sysctls that may limit the buffer cannot be read. */
  readonly limitsKnown: boolean;
  readonly memoryShort: boolean;
}

const READER = [
  {
    en: 'Read many datagrams a call (recvmmsg) or let the kernel join them (UDP_GRO), and hand them to other threads before working on them.',
    'zh-CN': '每次调用读多个数据报（recvmmsg），或让内核合并（UDP_GRO），先交给其他线程再处理。',
  },
  {
    en: 'Read with several threads or processes, each with its own socket on the same port (SO_REUSEPORT): the kernel spreads the senders over them.',
    'zh-CN': '用多个线程或进程读取，各自在同一端口上开套接字（SO_REUSEPORT）：内核把发送方分散到它们上面。',
  },
  {
    en: 'See what the reader waits for: a lock, a disk, a full core ("top -H").',
    'zh-CN': '看读取方在等什么：锁、磁盘，还是跑满的核（"top -H"）。',
  },
];
const STALE = {
  en: 'Datagrams wait longer in a longer queue: at most buffer / rate, and late answers may be worse than none.',
  'zh-CN': '队列越长，数据报等得越久：最多为 缓冲区 / 速率；迟到的应答可能还不如没有。',
};

/** Never emptied: a larger buffer would be just as full a moment later. */
export function tooSlowCure({ row, pinnedSeconds }: Dropper, readPerSecond: number | undefined): Cure {
  const read =
    readPerSecond === 0
      ? { en: 'nothing was read on this host meanwhile', 'zh-CN': '其间本机没有任何读取' }
      : {
          en: `all programs of this host together read ${formatRate(readPerSecond, 'datagrams', { noun: true })}`,
          'zh-CN': `本机所有程序每秒共读取 ${formatValue(readPerSecond, 'count')} 个数据报`,
        };
  return {
    title: {
      en: `${nameOf(row).en} reads more slowly than datagrams arrive`,
      'zh-CN': `${nameOf(row)['zh-CN']} 的读取速度跟不上数据报到达的速度`,
    },
    why: {
      en: `${HOW_IT_DROPS.en} The buffer of ${whoOf(row).en} has been more than half full in every look for ${formatAge(pinnedSeconds * 1000)} (now ${formatValue(row.rmemAlloc, 'bytes')} of ${formatValue(row.rcvbuf, 'bytes')}); ${read.en}. This is no burst but a reader that cannot follow: a larger buffer would fill as well and only make the data older.`,
      'zh-CN': `${HOW_IT_DROPS['zh-CN']}${whoOf(row)['zh-CN']} 的缓冲区在 ${formatAge(pinnedSeconds * 1000)} 内每次采样都超过半满（现在 ${formatValue(row.rmemAlloc, 'bytes')} / ${formatValue(row.rcvbuf, 'bytes')}）；${read['zh-CN']}。这不是突发，而是读取方跟不上：更大的缓冲区同样会满，只会让数据更旧。`,
    },
    changes: [],
    arithmetic: NO_WORDS,
    actions: READER,
    risk: {
      en: 'With SO_REUSEPORT datagrams of one sender stay on one socket, but their order across sockets is lost.',
      'zh-CN': '用 SO_REUSEPORT 时同一发送方的数据报留在同一套接字上，但跨套接字的顺序不再保证。',
    },
    expectedEffect: {
      en: 'The buffer is seen empty between bursts and drops end, without any change to the kernel.',
      'zh-CN': '突发之间能看到缓冲区为空，丢弃停止，内核无需改动。',
    },
    notWhen: {
      en: 'The sender can be made to send less: for monitoring data and logs, sampling or batching there is the better cure.',
      'zh-CN': '可以让发送方少发：对监控数据和日志，在发送端采样或批量发送更好。',
    },
  };
}

function why({ row }: Dropper, limit: Words): Words {
  const size = row.rcvbuf === undefined ? NO_WORDS : { en: ` of ${row.rcvbuf} B`, 'zh-CN': `（${row.rcvbuf} B）` };
  return {
    en: `${HOW_IT_DROPS.en} The buffer of ${whoOf(row).en} was seen empty again between bursts, so the reader is fast enough, but the buffer${size.en} is too small for them. ${limit.en}`,
    'zh-CN': `${HOW_IT_DROPS['zh-CN']}${whoOf(row)['zh-CN']} 的缓冲区在突发之间又见空，说明读取方够快，只是缓冲区${size['zh-CN']}装不下突发。${limit['zh-CN']}`,
  };
}

function askText({ need, rmemMax }: CureInput, process: string | undefined): Words {
  const ask = need.rcvbuf / 2;
  const first =
    rmemMax !== undefined && ask > rmemMax
      ? {
          en: ` (raise ${RMEM_MAX} to ${ask} first: it caps what a program may ask for)`,
          'zh-CN': `（先把 ${RMEM_MAX} 提高到 ${ask}：它限制程序能请求多少）`,
        }
      : NO_WORDS;
  return {
    en: `(${rcvbufSetting(process, ask).en})${first.en}. The kernel doubles what is asked for: ${need.rcvbuf} B`,
    'zh-CN': `（${rcvbufSetting(process, ask)['zh-CN']}）${first['zh-CN']}。内核把请求的值加倍：${need.rcvbuf} B`,
  };
}

const askOnly = (ask: Words): Words => ({
  en: `Let the program ask for more ${ask.en}. That concerns this socket only.`,
  'zh-CN': `让程序请求更大的值${ask['zh-CN']}。这样只影响这个套接字。`,
});

/** A need that is held: not while nothing is proposed for want of memory. */
function needOf({ dropper, need, memoryShort, ...limits }: CureInput): Pick<Cure, 'need'> {
  const { process, rcvbuf } = dropper.row;
  return memoryShort ? {} : { need: { amount: need.rcvbuf, from: JSON.stringify([process, rcvbuf, limits]) } };
}

/** What is left to the program where no sysctl is to be changed. */
function askActions(input: CureInput): readonly Words[] {
  const { need, memoryShort, rmemDefault } = input;
  const { process, rcvbuf, localPort } = input.dropper.row;
  if (memoryShort) return [NO_MEMORY];
  // A number reckoned without the size that did not suffice might be smaller than that.
  if (rcvbuf === undefined)
    return [
      {
        en: `See with "ss -uamn 'sport = :${localPort}'" what the socket has ("rb" in skmem), and ask for as much (the kernel doubles SO_RCVBUF), which makes it twice as large. Measured: ${need.arithmetic.en}, on top of that.`,
        'zh-CN': `用 "ss -uamn 'sport = :${localPort}'" 看套接字现在的大小（skmem 的 "rb"），并请求同样大小（内核会把 SO_RCVBUF 加倍），即变为两倍。测量依据：在此之上 ${need.arithmetic['zh-CN']}。`,
      },
    ];
  // Already as large as is proposed at most.
  if (need.rcvbuf <= rcvbuf) return READER;
  const ask = askText(input, process);
  const asking = {
    en: `Ask for more ${ask.en}. Measured: ${need.arithmetic.en}.`,
    'zh-CN': `请求更大的值${ask['zh-CN']}。测量依据：${need.arithmetic['zh-CN']}。`,
  };
  if (rcvbuf !== KERNEL_BYTES || rmemDefault === undefined || rmemDefault <= rcvbuf) return [asking];
  const restart = {
    en: `Unless the program asks for this size itself, restart ${process ?? 'it'}: ${RMEM_DEFAULT} is ${rmemDefault} now, and a socket gets it when it is made.`,
    'zh-CN': `除非程序自己请求这个大小，重启 ${process ?? '它'}：${RMEM_DEFAULT} 现在是 ${rmemDefault}，套接字在创建时取得它。`,
  };
  return [restart, asking];
}

const NOT_WHEN = {
  en: `The buffer stays full: then the reader is too slow, and a larger buffer only delays the drops. Wrong checksums (UdpInCsumErrors) and closed ports (UdpNoPorts) are other troubles and do not count here.`,
  'zh-CN':
    '缓冲区一直满着：那是读取方太慢，更大的缓冲区只会推迟丢弃。校验和错误（UdpInCsumErrors）和端口未打开（UdpNoPorts）是另外的问题，不计入这里。',
};

function change(tunable: string, current: number, proposed: number): readonly TunableChange[] {
  return [{ tunable, namespace: 'host', current: String(current), proposed: String(proposed) }];
}

/** The program never asked: it has the default. The whole need is proposed, as less would overflow again. */
export function defaultCure(input: CureInput, rmemDefault: number): Cure {
  const { dropper, need, memoryShort } = input;
  const { row } = dropper;
  const raised = !memoryShort && need.rcvbuf > rmemDefault && need.rcvbuf <= MOST_DEFAULT_BYTES;
  const ask = askText(input, row.process);
  return {
    ...needOf(input),
    title: {
      en: `Bursts overflow the default receive buffer of ${nameOf(row).en}`,
      'zh-CN': `突发使 ${nameOf(row)['zh-CN']} 的默认接收缓冲区溢出`,
    },
    why: why(dropper, {
      en: `Its size is exactly ${RMEM_DEFAULT}: the program did not ask for another.`,
      'zh-CN': `它的大小恰好等于 ${RMEM_DEFAULT}：程序没有请求别的大小。`,
    }),
    changes: raised ? change(RMEM_DEFAULT, rmemDefault, need.rcvbuf) : [],
    arithmetic: raised ? need.arithmetic : NO_WORDS,
    ...(raised ? { better: askOnly(ask) } : {}),
    actions: raised
      ? [
          {
            en: `Restart ${programName(row) ?? 'the program'} afterwards: sockets get ${RMEM_DEFAULT} when they are made.`,
            'zh-CN': `之后重启 ${programName(row) ?? '该程序'}：套接字在创建时取得 ${RMEM_DEFAULT}。`,
          },
        ]
      : askActions(input),
    risk: {
      en: `Risk 3 of 4: ${RMEM_DEFAULT} holds for every new UDP, raw and unix socket of the whole host, so all of them may pin more memory. It can be set on the host only, not in a container. ${STALE.en}`,
      'zh-CN': `风险 3/4：${RMEM_DEFAULT} 对整台主机所有新建的 UDP、raw 和 unix 套接字生效，它们都可能占住更多内存。只能在主机上设置，容器里不行。${STALE['zh-CN']}`,
    },
    expectedEffect: {
      en: 'Bursts of the size seen fit into the buffer; the drop count of the socket stands still.',
      'zh-CN': '所见大小的突发都放得进缓冲区；该套接字的丢弃计数不再变化。',
    },
    notWhen: NOT_WHEN,
  };
}

/** The program asked for more than rmem_max allows. */
export function maximumCure(input: CureInput, rmemMax: number): Cure {
  const { dropper, need, memoryShort } = input;
  const { row } = dropper;
  const wanted = need.rcvbuf / 2;
  const raised = !memoryShort && wanted > rmemMax;
  return {
    ...needOf(input),
    title: {
      en: `${RMEM_MAX} caps the receive buffer of ${nameOf(row).en}`,
      'zh-CN': `${RMEM_MAX} 限制了 ${nameOf(row)['zh-CN']} 的接收缓冲区`,
    },
    why: why(dropper, {
      en: `Its size is exactly twice ${RMEM_MAX}: the program asked for more with SO_RCVBUF, and the kernel cut it before doubling it.`,
      'zh-CN': `它的大小恰好是 ${RMEM_MAX} 的两倍：程序用 SO_RCVBUF 请求了更多，内核先截断再加倍。`,
    }),
    changes: raised ? change(RMEM_MAX, rmemMax, wanted) : [],
    arithmetic: raised
      ? {
          en: `${need.arithmetic.en}; the kernel doubles SO_RCVBUF, so half of it: ${wanted}`,
          'zh-CN': `${need.arithmetic['zh-CN']}；内核会把 SO_RCVBUF 加倍，所以取一半：${wanted}`,
        }
      : NO_WORDS,
    actions: raised
      ? [
          {
            en: `Restart ${programName(row) ?? 'the program'} afterwards: a socket gets the new size when it asks again.`,
            'zh-CN': `之后重启 ${programName(row) ?? '该程序'}：套接字再次请求时才得到新的大小。`,
          },
          {
            en: `Make sure that it asks for at least ${wanted} (${rcvbufSetting(row.process, wanted).en}).`,
            'zh-CN': `确认它至少请求 ${wanted}（${rcvbufSetting(row.process, wanted)['zh-CN']}）。`,
          },
        ]
      : askActions(input),
    risk: {
      en: `Risk 2 of 4: every local program may then ask for buffers of that size, on the whole host. It can be set on the host only, not in a container. ${STALE.en}`,
      'zh-CN': `风险 2/4：之后整台主机上任何本地程序都可以请求这么大的缓冲区。只能在主机上设置，容器里不行。${STALE['zh-CN']}`,
    },
    expectedEffect: {
      en: 'The socket gets the buffer that its program asks for, and bursts of the size seen fit into it.',
      'zh-CN': '套接字得到程序请求的缓冲区，所见大小的突发都放得下。',
    },
    notWhen: NOT_WHEN,
  };
}

/** A size of the program's own choice: no sysctl stands in its way. */
export function lockedCure(input: CureInput): Cure {
  const { row } = input.dropper;
  const limit =
    row.rcvbuf === undefined || !input.limitsKnown
      ? {
          en: `The agent cannot see the size or the sysctls that it depends on (${RMEM_DEFAULT}, ${RMEM_MAX}), so it is not known whether one of them limits it.`,
          'zh-CN': `agent 看不到它的大小或所依赖的 sysctl（${RMEM_DEFAULT}、${RMEM_MAX}），所以无从得知限制它的是不是其中之一。`,
        }
      : {
          en: `Its size is neither ${RMEM_DEFAULT} nor twice ${RMEM_MAX}: the program chose it with SO_RCVBUF, or got it before they were changed.`,
          'zh-CN': `它的大小既不是 ${RMEM_DEFAULT}，也不是 ${RMEM_MAX} 的两倍：是程序用 SO_RCVBUF 选的，或在它们修改之前得到的。`,
        };
  return {
    ...needOf(input),
    title: {
      en: `Bursts overflow the receive buffer of ${nameOf(row).en}`,
      'zh-CN': `突发使 ${nameOf(row)['zh-CN']} 的接收缓冲区溢出`,
    },
    why: why(input.dropper, limit),
    changes: [],
    arithmetic: NO_WORDS,
    actions: askActions(input),
    risk: { en: `Memory for this socket only. ${STALE.en}`, 'zh-CN': `只占用这个套接字的内存。${STALE['zh-CN']}` },
    expectedEffect: {
      en: 'Bursts of the size seen fit into the buffer; the drop count of the socket stands still.',
      'zh-CN': '所见大小的突发都放得进缓冲区；该套接字的丢弃计数不再变化。',
    },
    notWhen: NOT_WHEN,
  };
}

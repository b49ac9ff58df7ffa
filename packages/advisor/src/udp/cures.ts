import { formatAge, formatRate, formatValue } from '@netstrata/metrics';
import { NO_MEMORY } from '../change.ts';
import { raise } from '../guards.ts';
import { whoOf } from '../owner.ts';
import type { TunableChange } from '../types.ts';
import type { Dropper } from './droppers.ts';
import { type Cure, HOW_IT_DROPS, nameOf } from './finding.ts';
import { type BufferNeed, MOST_BYTES } from './need.ts';
import { rcvbufSetting } from './programs.ts';

const RMEM_DEFAULT = 'net.core.rmem_default';
const RMEM_MAX = 'net.core.rmem_max';

export interface CureInput {
  readonly dropper: Dropper;
  readonly need: BufferNeed;
  readonly rmemMax: number | undefined;
  /** False when the sysctls that may limit the buffer cannot be read. */
  readonly limitsKnown: boolean;
  readonly memoryShort: boolean;
}

const READER = [
  'Read many datagrams a call (recvmmsg) or let the kernel join them (UDP_GRO), and hand them to other threads before working on them.',
  'Read with several threads or processes, each with its own socket on the same port (SO_REUSEPORT): the kernel spreads the senders over them.',
  'See what the reader waits for: a lock, a disk, a full core ("top -H").',
];
const STALE =
  'Datagrams wait longer in a longer queue: at most buffer / rate, and late answers may be worse than none.';

/** Never emptied: a larger buffer would be just as full a moment later. */
export function tooSlowCure({ row, pinnedSeconds }: Dropper, readPerSecond: number | undefined): Cure {
  const read =
    readPerSecond === 0
      ? 'nothing was read on this host meanwhile'
      : `all programs of this host together read ${formatRate(readPerSecond, 'datagrams', { noun: true })}`;
  return {
    title: `${nameOf(row)} reads more slowly than datagrams arrive`,
    why: `${HOW_IT_DROPS} The buffer of ${whoOf(row)} has been more than half full in every look for ${formatAge(pinnedSeconds * 1000)} (now ${formatValue(row.rmemAlloc, 'bytes')} of ${formatValue(row.rcvbuf, 'bytes')}); ${read}. This is no burst but a reader that cannot follow: a larger buffer would fill as well and only make the data older.`,
    changes: [],
    arithmetic: '',
    actions: READER,
    risk: 'With SO_REUSEPORT datagrams of one sender stay on one socket, but their order across sockets is lost.',
    expectedEffect: 'The buffer is seen empty between bursts and drops end, without any change to the kernel.',
    notWhen:
      'The sender can be made to send less: for monitoring data and logs, sampling or batching there is the better cure.',
  };
}

function why({ row }: Dropper, limit: string): string {
  const size = row.rcvbuf === undefined ? '' : ` of ${row.rcvbuf} B`;
  return `${HOW_IT_DROPS} The buffer of ${whoOf(row)} was seen empty again between bursts, so the reader is fast enough, but the buffer${size} is too small for them. ${limit}`;
}

function askText({ need, rmemMax }: CureInput, process: string | undefined): string {
  const ask = need.rcvbuf / 2;
  const first =
    rmemMax !== undefined && ask > rmemMax
      ? ` (raise ${RMEM_MAX} to ${ask} first: it caps what a program may ask for)`
      : '';
  return `(${rcvbufSetting(process, ask)})${first}. The kernel doubles what is asked for: ${need.rcvbuf} B`;
}

const NOT_WHEN = `The buffer stays full: then the reader is too slow, and a larger buffer only delays the drops. Wrong checksums (UdpInCsumErrors) and closed ports (UdpNoPorts) are other troubles and do not count here.`;

function change(tunable: string, current: number, proposed: number): readonly TunableChange[] {
  return [{ tunable, namespace: 'host', current: String(current), proposed: String(proposed) }];
}

/** The program never asked: it has the default. */
export function defaultCure(input: CureInput, rmemDefault: number): Cure {
  const { dropper, need, memoryShort } = input;
  const { row } = dropper;
  const { proposed, limitedBy } = memoryShort
    ? { proposed: undefined, limitedBy: '' }
    : raise(rmemDefault, need.rcvbuf, MOST_BYTES);
  return {
    title: `Bursts overflow the default receive buffer of ${nameOf(row)}`,
    why: why(dropper, `Its size is exactly ${RMEM_DEFAULT}: the program did not ask for another.`),
    changes: proposed === undefined ? [] : change(RMEM_DEFAULT, rmemDefault, proposed),
    arithmetic: proposed === undefined ? '' : `${need.arithmetic}${limitedBy}`,
    actions: memoryShort
      ? [NO_MEMORY]
      : [
          `Better than the sysctl, because it concerns this socket only: ask for more ${askText(input, row.process)}.`,
          `If you change ${RMEM_DEFAULT}, restart ${row.process ?? 'the program'}: sockets get it when they are made.`,
        ],
    risk: `Risk 3 of 4: ${RMEM_DEFAULT} holds for every new UDP, raw and unix socket of the whole host, so all of them may pin more memory. It can be set on the host only, not in a container. ${STALE}`,
    expectedEffect: 'Bursts of the size seen fit into the buffer; the drop count of the socket stands still.',
    notWhen: NOT_WHEN,
  };
}

/** The program asked for more than rmem_max allows. */
export function maximumCure(input: CureInput, rmemMax: number): Cure {
  const { dropper, need, memoryShort } = input;
  const { row } = dropper;
  const wanted = need.rcvbuf / 2;
  const { proposed, limitedBy } = memoryShort
    ? { proposed: undefined, limitedBy: '' }
    : raise(rmemMax, wanted, MOST_BYTES);
  return {
    title: `${RMEM_MAX} caps the receive buffer of ${nameOf(row)}`,
    why: why(
      dropper,
      `Its size is exactly twice ${RMEM_MAX}: the program asked for more with SO_RCVBUF, and the kernel cut it before doubling it.`,
    ),
    changes: proposed === undefined ? [] : change(RMEM_MAX, rmemMax, proposed),
    arithmetic:
      proposed === undefined
        ? ''
        : `${need.arithmetic}; the kernel doubles SO_RCVBUF, so half of it: ${wanted}${limitedBy}`,
    actions: memoryShort
      ? [NO_MEMORY]
      : [
          `Restart ${row.process ?? 'the program'} afterwards: a socket gets the new size when it asks again.`,
          `Make sure that it asks for at least ${proposed ?? wanted} (${rcvbufSetting(row.process, proposed ?? wanted)}).`,
        ],
    risk: `Risk 2 of 4: every local program may then ask for buffers of that size, on the whole host. It can be set on the host only, not in a container. ${STALE}`,
    expectedEffect: 'The socket gets the buffer that its program asks for, and bursts of the size seen fit into it.',
    notWhen: NOT_WHEN,
  };
}

/** A size of the program's own choice: no sysctl stands in its way. */
export function lockedCure(input: CureInput): Cure {
  const { dropper, need, memoryShort } = input;
  const { row } = dropper;
  const limit =
    row.rcvbuf === undefined || !input.limitsKnown
      ? `The agent cannot see the size or the sysctls that it depends on (${RMEM_DEFAULT}, ${RMEM_MAX}), so it is not known whether one of them limits it.`
      : `Its size is neither ${RMEM_DEFAULT} nor twice ${RMEM_MAX}: the program chose it with SO_RCVBUF.`;
  return {
    title: `Bursts overflow the receive buffer of ${nameOf(row)}`,
    why: why(dropper, limit),
    changes: [],
    arithmetic: '',
    actions: memoryShort ? [NO_MEMORY] : [`Ask for more ${askText(input, row.process)}. Measured: ${need.arithmetic}.`],
    risk: `Memory for this socket only. ${STALE}`,
    expectedEffect: 'Bursts of the size seen fit into the buffer; the drop count of the socket stands still.',
    notWhen: NOT_WHEN,
  };
}

import { endpoint, formatAge, formatRate } from '@netstrata/metrics';
import { NO_MEMORY } from '../change.ts';
import { whoOf } from '../owner.ts';
import type { TunableChange } from '../types.ts';
import { type Cure, NOT_SYN_BACKLOG, overflowText } from './finding.ts';
import type { Listener } from './listeners.ts';
import type { Need } from './need.ts';
import { listenSetting } from './programs.ts';
import { raiseSomaxconn, SOMAXCONN } from './raiseSomaxconn.ts';

export interface CureInput {
  readonly listener: Listener;
  readonly overflowsPerSecond: number | undefined;
  readonly need: Need;
}

const QUEUE_FACTS =
  'A connection whose handshake is done waits in the accept queue until the program calls accept(). The queue holds one more than the backlog. When it is full the kernel drops further handshakes, and clients try again after a second or more.';

/** A queue that nothing is taken from: no number in the kernel helps. */
export function stoppedCure({ listener, overflowsPerSecond }: CureInput): Cure {
  const { row, pinnedSeconds, oldestSeconds } = listener;
  const name = row.process ?? endpoint(row.local, row.localPort);
  return {
    title: `${name} has stopped accepting connections on ${endpoint(row.local, row.localPort)}`,
    why: `No connection has left the accept queue of ${whoOf(row)} for ${formatAge((oldestSeconds ?? pinnedSeconds) * 1000)}: ${row.recvQ} wait, with a backlog of ${row.sendQ}. The program is blocked, waits for a lock, is out of file descriptors, or is stopped.${overflowText(overflowsPerSecond)}`,
    changes: [],
    arithmetic: '',
    actions: [
      `See what it waits for: "cat /proc/${row.pid ?? 'PID'}/stack", "strace -fp ${row.pid ?? 'PID'}", or its own thread dump.`,
      `Compare its open files with its limit: "ls /proc/${row.pid ?? 'PID'}/fd | wc -l" and "grep 'open files' /proc/${row.pid ?? 'PID'}/limits". accept() that fails with EMFILE leaves the queue full.`,
      'Restart it if it does not recover. A longer backlog would only make more clients wait for nothing.',
    ],
    risk: 'A restart drops the connections that wait in the queue and those that are served.',
    expectedEffect: 'Once the program accepts again the queue drains at once and the overflows stop.',
    notWhen: `The program does not accept on purpose (maintenance, a standby). ${NOT_SYN_BACKLOG}`,
  };
}

/** Full in every look although connections are accepted: more arrive than the program takes. */
export function tooSlowCure({ listener, overflowsPerSecond }: CureInput): Cure {
  const { row, pinnedSeconds, takenWhilePinned } = listener;
  const name = row.process ?? endpoint(row.local, row.localPort);
  const accepted =
    takenWhilePinned === undefined
      ? 'how many it accepts is not known'
      : `the programs of this host accepted ${formatRate(takenWhilePinned / Math.max(1, pinnedSeconds), 'connections', { noun: true })}`;
  return {
    title: `${name} accepts more slowly than connections arrive on ${endpoint(row.local, row.localPort)}`,
    why: `The accept queue of ${whoOf(row)} has been full or nearly so (now ${row.recvQ} connections, with a backlog of ${row.sendQ}) in every look for ${formatAge(pinnedSeconds * 1000)}, while ${accepted}. A queue that never empties is no burst: a longer one would make every client wait longer and overflow all the same.${overflowText(overflowsPerSecond)}`,
    changes: [],
    arithmetic: '',
    actions: [
      'Accept in a loop until EAGAIN, and hand the work to others: one thread that serves before it accepts again is the usual cause.',
      'Accept with several workers: one listener a worker with SO_REUSEPORT, or more processes.',
      'Let clients keep connections open (keep-alive, pooling), so that fewer are made.',
    ],
    risk: 'SO_REUSEPORT gives every worker a queue of its own: a worker that stalls strands the connections in its queue.',
    expectedEffect: 'The queue is seen empty between bursts, and connecting takes one round trip again.',
    notWhen: `The load is a flood: then filter it before it reaches the host. ${NOT_SYN_BACKLOG}`,
  };
}

/** The program asked for less than the kernel would give: only the program can change that. */
export function smallBacklogCure({ listener, overflowsPerSecond, need }: CureInput, somaxconn: number): Cure {
  const { row } = listener;
  const backlog = Math.min(need.backlog, somaxconn);
  const beyond =
    need.backlog > somaxconn ? [`The measurement asks for ${need.backlog}: for that, raise ${SOMAXCONN} first.`] : [];
  return {
    title: `The backlog of ${row.process ?? endpoint(row.local, row.localPort)} is too small: ${row.sendQ}`,
    why: `${QUEUE_FACTS} The backlog of ${whoOf(row)} is what it passed to listen(), ${row.sendQ}. The kernel would allow ${somaxconn} (${SOMAXCONN}), so no sysctl limits it.${overflowText(overflowsPerSecond)}`,
    changes: [],
    arithmetic: '',
    actions: [
      `Raise the program's listen() argument from ${row.sendQ} to ${backlog} (${listenSetting(row.process, backlog)}). Measured: ${need.arithmetic}.`,
      ...beyond,
      'The new number holds from the next listen() on: reload or restart the program.',
    ],
    risk: 'A longer queue costs about 2.5 KiB for each waiting connection and can hide that the program is overloaded: clients wait instead of failing early.',
    expectedEffect:
      'Bursts wait in the queue instead of being dropped, and clients no longer need a second or more to connect.',
    notWhen: `The queue is full all the time: then the program is too slow, and a longer queue only adds waiting. ${NOT_SYN_BACKLOG}`,
  };
}

/** The kernel cut the program's wish to somaxconn. */
export function smallSomaxconnCure(
  { listener, overflowsPerSecond, need }: CureInput,
  somaxconn: number,
  memoryShort: boolean,
): Cure {
  const { row } = listener;
  const { proposed, limitedBy } = memoryShort
    ? { proposed: undefined, limitedBy: '' }
    : raiseSomaxconn(somaxconn, need.backlog);
  const changes: readonly TunableChange[] =
    proposed === undefined
      ? []
      : [{ tunable: SOMAXCONN, namespace: 'host', current: String(somaxconn), proposed: String(proposed) }];
  return {
    title: `${SOMAXCONN} limits the backlog of ${row.process ?? endpoint(row.local, row.localPort)} to ${row.sendQ}`,
    why: `${QUEUE_FACTS} The backlog of ${whoOf(row)} is ${row.sendQ}, exactly ${SOMAXCONN}: the program asked for that or for more, and the kernel gives no more.${overflowText(overflowsPerSecond)}`,
    changes,
    arithmetic: changes.length === 0 ? '' : `${need.arithmetic}${limitedBy}`,
    actions: somaxconnActions(
      listener,
      proposed === undefined ? undefined : Math.min(proposed, need.backlog),
      memoryShort,
    ),
    risk: 'Risk 1 of 4. A longer queue costs about 2.5 KiB for each waiting connection and can hide that the program is overloaded. Listeners that are open keep their backlog.',
    expectedEffect:
      'After the next listen() bursts wait in the queue instead of being dropped, and the overflow counter stops.',
    notWhen: `The queue is full all the time: then the program is too slow. ${NOT_SYN_BACKLOG}`,
  };
}

function somaxconnActions({ row }: Listener, ask: number | undefined, memoryShort: boolean): readonly string[] {
  if (memoryShort) return [NO_MEMORY];
  if (ask === undefined) {
    return [`${SOMAXCONN} is as high as is sensible: accept with more workers (SO_REUSEPORT) instead.`];
  }
  return [
    `The change holds for the next listen() only: reload or restart ${row.process ?? 'the program'} afterwards.`,
    `Make sure that the program asks for at least ${ask} (${listenSetting(row.process, ask)}): the kernel takes the smaller of the two.`,
  ];
}

/** somaxconn is not readable, so nobody can tell who set the limit. */
export function unknownLimitCure({ listener, overflowsPerSecond, need }: CureInput): Cure {
  const { row } = listener;
  return {
    title: `The accept queue of ${row.process ?? endpoint(row.local, row.localPort)} overflows`,
    why: `${QUEUE_FACTS} The agent cannot read ${SOMAXCONN}, so it is not known whether the program or the kernel set the backlog of ${row.sendQ}.${overflowText(overflowsPerSecond)}`,
    changes: [],
    arithmetic: '',
    actions: [
      `Compare "sysctl ${SOMAXCONN}" with the backlog ${row.sendQ}. If it is larger, raise the program's listen() argument (${listenSetting(row.process, need.backlog)}); if it is equal, raise ${SOMAXCONN} too.`,
    ],
    risk: 'A longer queue can hide that the program is overloaded.',
    expectedEffect: 'Bursts wait in the queue instead of being dropped.',
    notWhen: NOT_SYN_BACKLOG,
  };
}

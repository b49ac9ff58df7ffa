import { formatValue, ID, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { memoryIsShort, raise } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { tcpHolders } from '../tcpMemory/holders.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const TCP_MEM = 'net.ipv4.tcp_mem';
const USED = ID.sockstat.tcpMem;
const ABORTED = ID.tcp.abortOnMemory;
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Of the second number of tcp_mem. */
const PRESSURE = { fire: 1, clear: 0.8 };
/** Of the third. */
const CRITICAL_SHARE = 0.9;
/** TCP may have this share of the memory at most. */
const MOST_SHARE = 0.25;
/** So many times what is added must be available. */
const SPARE = 2;

type Cure = Pick<Finding, 'changes' | 'arithmetic' | 'actions'>;

const LOOK =
  'Find the sockets that hold it: "ss -tanm" lists them (r and w in skmem), and a program that does not read or a peer that has stopped is the usual cause.';

/** Twice the limit within a quarter of the memory, and the other two in the kernel's own proportion to it. */
function cureOf(context: RuleContext, limit: number): Cure {
  const { host, window } = context;
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, LOOK] };
  const most = Math.floor((host.memTotalBytes / host.pageSizeBytes) * MOST_SHARE);
  const { proposed, limitedBy } = raise(limit, 2 * limit, most);
  if (proposed === undefined)
    return {
      ...NO_CHANGE,
      actions: [LOOK, 'TCP may have a quarter of the memory already: a higher limit is no cure.'],
    };
  const available = window.last(ID.memory.availableBytes);
  const addedBytes = (proposed - limit) * host.pageSizeBytes;
  if (available !== undefined && available < SPARE * addedBytes)
    return {
      ...NO_CHANGE,
      actions: [
        LOOK,
        `Free memory first: a raise would add ${formatValue(addedBytes, 'bytes')}, and ${formatValue(available, 'bytes')} are available.`,
      ],
    };
  return {
    changes: changeTo(context, TCP_MEM, [Math.floor(proposed / 2), Math.floor((proposed * 2) / 3), proposed]),
    arithmetic: `limit ${limit} pages x 2 = ${proposed}${limitedBy}; pressure at two thirds of it, calm below half`,
    actions: [LOOK],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables, host } = context;
  const used = window.last(USED);
  const [, pressure, limit] = tunableNumbers(tunables, TCP_MEM) ?? [];
  if (used === undefined || pressure === undefined || limit === undefined || pressure < 1 || limit < 1) return [];
  if (!isOver(used / pressure, PRESSURE, firing.has(SUBJECT))) return [];
  const aborted = window.delta(ABORTED, WINDOW_SECONDS) ?? 0;
  const bytesOf = (pages: number) => formatValue(pages * host.pageSizeBytes, 'bytes');
  const holders = tcpHolders(context);
  return [
    {
      subject: SUBJECT,
      severity: aborted > 0 || used > CRITICAL_SHARE * limit ? 'critical' : 'warning',
      confidence: 'high',
      title:
        aborted > 0
          ? 'TCP is out of memory, and connections are reset'
          : 'TCP is under memory pressure: buffers no longer grow',
      why: `All TCP sockets of the host share one pool, ${TCP_MEM}. Above its second number (${bytesOf(pressure)}) the kernel shrinks windows and lets no buffer grow, so that every connection slows down; at the third (${bytesOf(limit)}) it refuses memory and resets connections that nobody owns any more. ${bytesOf(used)} are in use.${aborted > 0 ? ` ${aborted} connections were reset for want of memory in the last minute.` : ''}`,
      where:
        holders.length === 0
          ? 'all TCP sockets of the host together'
          : `of the fullest sockets: ${holders
              .slice(0, 3)
              .map(({ name, bytes, sockets }) => `${name} ${formatValue(bytes, 'bytes')} in ${sockets}`)
              .join('; ')}`,
      evidence: [
        ...lastEvidence(window, { metric: USED }),
        ...growthEvidence(window, { metric: ID.tcp.memoryPressures }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: ABORTED }, WINDOW_SECONDS),
      ],
      ...cureOf(context, limit),
      risk: 'Risk 4 of 4. Memory up to the third number can be neither swapped nor reclaimed, for the whole host.',
      expectedEffect: 'Buffers grow again, and no connection is reset for want of memory.',
      verify: `"grep ^TCP: /proc/net/sockstat" shows mem below the second number of ${TCP_MEM}, and "nstat -az TcpExtTCPMemoryPressures" stands still.`,
      notWhen:
        'A program leaks connections or does not read, or a control group limits the memory: then a larger pool only fills later.',
    },
  ];
}

/** The pool of memory for all TCP sockets is used up. */
export const tcpMemPressure: Rule = {
  id: 'tcp-mem-pressure',
  layer: 'transport',
  title: 'TCP under memory pressure',
  metrics: [USED, ID.tcp.memoryPressures, ABORTED, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: [TCP_MEM],
  yieldsTo: ['setting-tcp-mem-small'],
  about: {
    symptom: 'All connections of a host slow down together, some are reset, and the log speaks of tcp_mem.',
    reasoning:
      'TCP holds more pages than the second number of net.ipv4.tcp_mem; cleared below 80 % of it. Critical above 90 % of the third, or when a connection was reset for want of memory within a minute.',
    formula:
      'third number x 2, at most a quarter of the memory, and only when twice what is added is available; the second two thirds of it, the first half',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_mem)', 'net/ipv4/tcp.c of the kernel'],
  },
  evaluate,
};

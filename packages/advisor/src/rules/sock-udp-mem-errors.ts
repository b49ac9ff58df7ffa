import { deltaOfAll, formatValue, ID, shareOf, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { recentDumps } from '../dumps.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { memoryIsShort, raise } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const UDP_MEM = 'net.ipv4.udp_mem';
const USED = ID.sockstat.udpMem;
const ERRORS = [ID.udp.memErrors, ID.udp6.memErrors];
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
const DUMP_SECONDS = 30;
/** Of the third number of udp_mem. */
const FILL = { fire: 0.9, clear: 0.7 };
/** UDP may have this share of the memory at most. */
const MOST_SHARE = 0.25;
/** A socket that holds this share of the pool is the trouble, not the pool. */
const HOG_SHARE = 0.5;

/** The one socket that holds most of the pool; undefined when none does, or none is known. */
function hogOf(context: RuleContext, usedBytes: number): string | undefined {
  const rows = recentDumps(context, DUMP_SECONDS).at(-1)?.udp ?? [];
  const [row] = rows.toSorted((a, b) => (b.rmemAlloc ?? 0) - (a.rmemAlloc ?? 0));
  if (row === undefined || (row.rmemAlloc ?? 0) <= HOG_SHARE * usedBytes) return undefined;
  return `${whoOf(row)} on port ${row.localPort} holds ${formatValue(row.rmemAlloc, 'bytes')} of it unread`;
}

function cureOf(
  context: RuleContext,
  limit: number,
  hog: string | undefined,
): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const { host } = context;
  const look =
    '"ss -uamn" lists what each socket holds (r in skmem): a program that does not read, or a receive buffer of many MiB, is the usual cause.';
  if (hog !== undefined)
    return {
      ...NO_CHANGE,
      actions: [`Mend that program first: ${hog}. A larger pool would only let it hold more.`, look],
    };
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, look] };
  const most = Math.floor((host.memTotalBytes / host.pageSizeBytes) * MOST_SHARE);
  const { proposed, limitedBy } = raise(limit, 2 * limit, most);
  if (proposed === undefined)
    return {
      ...NO_CHANGE,
      actions: [look, 'UDP may have a quarter of the memory already: a higher limit is no cure.'],
    };
  return {
    changes: changeTo(context, UDP_MEM, [Math.floor(proposed / 2), Math.floor((proposed * 2) / 3), proposed]),
    arithmetic: `limit ${limit} pages x 2 = ${proposed}${limitedBy}; the other two numbers are half and two thirds of it`,
    actions: [look],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables, host } = context;
  const limit = tunableNumbers(tunables, UDP_MEM)?.[2];
  const used = window.last(USED);
  if (limit === undefined || limit < 1 || used === undefined) return [];
  const errors = deltaOfAll(window, ERRORS, WINDOW_SECONDS) ?? 0;
  const fill = shareOf(used, limit);
  if (errors === 0 && !isOver(fill, FILL, firing.has(SUBJECT))) return [];
  const pageSizeBytes = host.pageSizeBytes;
  const hog = hogOf(context, used * pageSizeBytes);
  const held = `${formatValue(used, 'pages', { pageSizeBytes })} of ${formatValue(limit, 'pages', { pageSizeBytes })}`;
  return [
    {
      subject: SUBJECT,
      severity: errors > 0 ? 'critical' : 'warning',
      confidence: 'high',
      title:
        errors > 0
          ? 'UDP datagrams are lost: the memory for all UDP sockets is used up'
          : 'The memory for all UDP sockets is nearly used up',
      why: `All UDP sockets of the host share a pool of memory, bounded by the third number of ${UDP_MEM} (in pages). When it is used up, datagrams are thrown away whatever room their own socket has; a larger SO_RCVBUF would make it worse. ${held} are used${errors > 0 ? `, and ${formatValue(errors, 'count')} datagrams were lost in the last minute` : ''}.${hog === undefined ? '' : ` ${hog}.`}`,
      where: `${used} of ${limit} pages`,
      evidence: [
        ...lastEvidence(window, { metric: USED }),
        ...ERRORS.flatMap((metric) => growthEvidence(window, { metric }, WINDOW_SECONDS)),
      ],
      ...cureOf(context, limit, hog),
      risk: 'Risk 4 of 4: memory of sockets cannot be swapped out, and the pool is that of the whole host. It can be set on the host only, not in a container.',
      expectedEffect: 'MemErrors stand still, and the pool is used by less than 70 %.',
      verify:
        '"grep UDP: /proc/net/sockstat" shows mem below 70 % of the third number of net.ipv4.udp_mem, and "nstat -az UdpMemErrors" no longer grows.',
      notWhen: 'One socket holds most of it: then its program has to read, or its buffer to be smaller.',
    },
  ];
}

/** The pool of memory for UDP is used up. */
export const sockUdpMemErrors: Rule = {
  id: 'sock-udp-mem-errors',
  layer: 'socket',
  title: 'UDP memory is used up',
  metrics: [USED, ...ERRORS, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: [UDP_MEM],
  about: {
    symptom: 'Datagrams are lost by all programs of the host at once, also by those that read in time.',
    reasoning:
      'The pool is more than 90 % used (cleared at 70 %), or datagrams were lost to it within a minute (Udp MemErrors). Where one socket holds more than half of it, that one is named instead.',
    formula: 'the third number of udp_mem x 2, at most a quarter of the memory; the others half and two thirds of it',
    sources: [
      'Documentation/networking/ip-sysctl.rst (udp_mem)',
      'net/ipv4/udp.c of the kernel (__udp_enqueue_schedule_skb)',
    ],
  },
  evaluate,
};

import { endpoint, formatAge, type SocketRow, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { mattering, recentDumps } from '../dumps.ts';
import { growthEvidence, knownEvidence } from '../evidence.ts';
import { isElsewhere } from '../isElsewhere.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const PROBING = 'net.ipv4.tcp_mtu_probing';
const SOCKETS = 'socket.sockets.count';
const FAILED_PROBES = 'transport.tcpExt.tcpmtupFail';
const SUBJECT = 'host';
const DUMP_SECONDS = 60;
/** Smaller segments pass nearly everywhere. */
const LARGE_MSS_BYTES = 1000;
/** So many at once are no accident; while it is open a single one keeps it so. */
const LEAST = { fire: 3, clear: 1 };
/** Of all that are stuck. */
const MOSTLY = 0.8;
/** With probing on the kernel helps itself after three timeouts; who is still stuck then is stuck for another reason, or for good. */
const TIMEOUTS = { off: 2, on: 6 };

/**
 * The handshake and small segments passed, and not a single full one ever did: a peer that has gone away would leave connections behind
 * that had carried more.
 */
function neverPassed({ mssBytes = 0, bytesAcked, sendQ, unanswered = 0 }: SocketRow): boolean {
  if (mssBytes < LARGE_MSS_BYTES || bytesAcked === undefined || unanswered < TIMEOUTS.off) return false;
  return bytesAcked < mssBytes && sendQ >= mssBytes;
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const dumps = recentDumps(context, DUMP_SECONDS);
  const [probing] = tunableNumbers(tunables, PROBING) ?? [];
  const timeouts = (probing ?? 0) > 0 ? TIMEOUTS.on : TIMEOUTS.off;
  const newest = dumps.at(-1);
  const all = newest?.stuck ?? [];
  const stuck = mattering(all, neverPassed).filter(({ unanswered = 0 }) => unanswered >= timeouts);
  const [worst] = stuck;
  // In an outage nobody gets anything through, and connections that had carried more are stuck as well.
  if (!(newest?.senders ?? []).some(({ remote }) => isElsewhere(remote)) || stuck.length < MOSTLY * all.length)
    return [];
  if (worst === undefined || stuck.length < (firing.has(SUBJECT) ? LEAST.clear : LEAST.fire)) return [];
  const peers = new Set(stuck.map(({ remote }) => remote));
  const sizes = `${worst.mssBytes} bytes and headers`;
  const changes = probing === 0 ? changeTo(context, PROBING, 1) : [];
  return [
    {
      subject: SUBJECT,
      severity: 'critical',
      confidence: peers.size > 1 ? 'high' : 'medium',
      title: 'Full-size packets vanish on the way: connections open, and then hang',
      why: `${stuck.length} connections finished their handshake and exchanged little things, but their first full segment (${sizes}) has been sent ${(worst.unanswered ?? 0) + 1} times and more without an answer, and no full one ever arrived. Somewhere on the path packets must be smaller, as in a tunnel or a VPN; the router there should say so by ICMP ("fragmentation needed"), and that message does not come back. So the sender never learns of it.`,
      where: `${worst.process ?? 'a program'}${worst.pid === undefined ? '' : ` (pid ${worst.pid})`} to ${[...peers].slice(0, 3).join(', ')}, first ${endpoint(worst.remote, worst.remotePort)}; the last data from there came ${formatAge(worst.lastDataRecvMs)} ago`,
      evidence: [
        ...knownEvidence({ metric: SOCKETS, labels: { protocol: 'tcp', state: 'stuck' } }, stuck.length),
        ...growthEvidence(window, { metric: FAILED_PROBES }, DUMP_SECONDS),
      ],
      ...(changes.length === 0
        ? NO_CHANGE
        : {
            changes,
            arithmetic:
              '1: after three timeouts a connection tries smaller segments, from net.ipv4.tcp_base_mss (1024 unless changed) on',
          }),
      actions: [
        `Find the size that passes: "ping -M do -s 1472 ${worst.remote}", and less, until it answers.`,
        'Mend the cause: let ICMP type 3 code 4 (IPv6: packet too big) pass the firewalls on the path, lower the MTU of the tunnel’s devices, or clamp the segment size at the router ("nft … tcp option maxseg size set rt mtu").',
      ],
      risk: 'Risk 1 of 4. Connections that hang for another reason send a few smaller segments.',
      expectedEffect:
        'Connections that hang go on with smaller segments at their next timeout, and new ones after a second or two.',
      verify: '"ss -ti" shows mss near 1024 on the connections that hung, and their backoff is gone.',
      notWhen: 'The peers were switched off in the same moment, before they took anything.',
    },
  ];
}

/** A path that swallows large packets and says nothing. */
export const tcpMtuBlackhole: Rule = {
  id: 'tcp-mtu-blackhole',
  layer: 'transport',
  title: 'Path swallows large packets',
  metrics: [SOCKETS, FAILED_PROBES],
  tunables: [PROBING],
  about: {
    symptom:
      'Connections open at once and then hang: a login that never ends, a page that stays white, small answers that come.',
    reasoning:
      'Three connections at once, and most of those that are stuck, whose oldest data met two timeouts in a row and more, with full segments of at least 1,000 bytes waiting and fewer bytes ever acknowledged than one such segment has. Data of another connection has to get through meanwhile, else it is an outage. Where probing is on already, six timeouts. Cleared when none is left.',
    formula: 'net.ipv4.tcp_mtu_probing 1 where it is 0',
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_mtu_probing)',
      'RFC 2923',
      'RFC 4821',
      'net/ipv4/tcp_timer.c of the kernel',
    ],
  },
  evaluate,
};

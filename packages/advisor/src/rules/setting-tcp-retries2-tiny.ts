import { tunableNumbers } from '@netstrata/metrics';
import { settingRule } from '../settingRule.ts';

const RTO_MIN = 'net.ipv4.tcp_rto_min_us';
const TINY = 4;
const PROPOSED = 8;
const USUAL_RTO_SECONDS = 0.2;

/** How long a connection is kept without an answer: each wait is twice the one before, and there is one more than retries. */
function patienceSeconds(retries: number, rtoSeconds: number): number {
  return Number((rtoSeconds * (2 ** (retries + 1) - 1)).toPrecision(3));
}

/** Connections given up after a few seconds without an answer. */
export const settingTcpRetries2Tiny = settingRule({
  id: 'setting-tcp-retries2-tiny',
  layer: 'transport',
  title: 'Connections are given up after seconds',
  tunable: 'net.ipv4.tcp_retries2',
  also: [RTO_MIN],
  severity: 'warning',
  judge: ({ numbers: [value] }, { tunables }) => {
    if (value === undefined || value < 0 || value >= TINY) return undefined;
    const [rtoMinUs] = tunableNumbers(tunables, RTO_MIN) ?? [];
    const rto = rtoMinUs !== undefined && rtoMinUs > 0 ? rtoMinUs / 1e6 : USUAL_RTO_SECONDS;
    const kept = patienceSeconds(value, rto);
    return {
      proposed: PROPOSED,
      arithmetic: `${rto} s x (2^${PROPOSED + 1} - 1) = ${patienceSeconds(PROPOSED, rto)} s with ${PROPOSED} retries on a short path; RFC 1122 asks for at least 100 s`,
      title: `A connection dies after ${kept} s without an answer`,
      why: `When nothing is acknowledged, TCP sends again and waits twice as long each time; after net.ipv4.tcp_retries2 of these, ${value} here, it gives the connection up. On a short path, where the first wait is ${rto} s, that is over after ${kept} s. A switch that restarts, a route that changes or a machine that is moved live takes longer, and every connection in use at that moment breaks.`,
    };
  },
  actions: [
    'A program that must notice failure sooner can say so for its own connections with TCP_USER_TIMEOUT, in milliseconds.',
  ],
  risk: 'Risk 3 of 4. Programs notice a peer that is gone later: after a minute or two instead of seconds.',
  expectedEffect: 'Connections survive interruptions of a minute.',
  verify: '"nstat -az TcpExtTCPAbortOnTimeout" stands still over a short interruption of the network.',
  notWhen: 'A cluster depends on noticing a dead peer within seconds, and has no heartbeat or TCP_USER_TIMEOUT for it.',
  about: {
    symptom: 'Every short interruption of the network breaks the open connections: "connection timed out".',
    reasoning: 'net.ipv4.tcp_retries2 is below 4.',
    formula: '8 retries: 0.2 s x (2^9 - 1) = 102 s, the least that RFC 1122 asks for',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_retries2)', 'RFC 1122, section 4.2.3.5'],
  },
});

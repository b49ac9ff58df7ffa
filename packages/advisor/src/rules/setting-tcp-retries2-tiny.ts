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
  title: { en: 'Connections are given up after seconds', 'zh-CN': '连接几秒就被放弃' },
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
      arithmetic: {
        en: `${rto} s x (2^${PROPOSED + 1} - 1) = ${patienceSeconds(PROPOSED, rto)} s with ${PROPOSED} retries on a short path; RFC 1122 asks for at least 100 s`,
        'zh-CN': `${rto} s x (2^${PROPOSED + 1} - 1) = ${patienceSeconds(PROPOSED, rto)} s，短路径上重试 ${PROPOSED} 次；RFC 1122 要求至少 100 s`,
      },
      title: { en: `A connection dies after ${kept} s without an answer`, 'zh-CN': `连接 ${kept} s 得不到应答就断开` },
      why: {
        en: `When nothing is acknowledged, TCP sends again and waits twice as long each time; after net.ipv4.tcp_retries2 of these, ${value} here, it gives the connection up. On a short path, where the first wait is ${rto} s, that is over after ${kept} s. A switch that restarts, a route that changes or a machine that is moved live takes longer, and every connection in use at that moment breaks.`,
        'zh-CN': `没有任何确认时，TCP 不断重发，每次等待时间加倍；重发 net.ipv4.tcp_retries2 次（这里是 ${value}）后放弃连接。短路径上第一次等 ${rto} s，${kept} s 后就结束了。交换机重启、路由变化、热迁移都比这更久，那一刻在用的连接全部断开。`,
      },
    };
  },
  actions: [
    {
      en: 'A program that must notice failure sooner can say so for its own connections with TCP_USER_TIMEOUT, in milliseconds.',
      'zh-CN': '需要更早发现故障的程序，可用 TCP_USER_TIMEOUT（毫秒）为自己的连接设定。',
    },
  ],
  risk: {
    en: 'Risk 3 of 4. Programs notice a peer that is gone later: after a minute or two instead of seconds.',
    'zh-CN': '风险 3/4。程序更晚发现对端消失：一两分钟，而不是几秒。',
  },
  expectedEffect: { en: 'Connections survive interruptions of a minute.', 'zh-CN': '连接能熬过一分钟的中断。' },
  verify: {
    en: '"nstat -az TcpExtTCPAbortOnTimeout" stands still over a short interruption of the network.',
    'zh-CN': '网络短暂中断时 "nstat -az TcpExtTCPAbortOnTimeout" 不变。',
  },
  notWhen: {
    en: 'A cluster depends on noticing a dead peer within seconds, and has no heartbeat or TCP_USER_TIMEOUT for it.',
    'zh-CN': '集群要在几秒内发现死掉的对端，又没有心跳或 TCP_USER_TIMEOUT。',
  },
  about: {
    feels: ['resets'],
    symptom: {
      en: 'Every short interruption of the network breaks the open connections: "connection timed out".',
      'zh-CN': '网络每次短暂中断都会打断已打开的连接："connection timed out"。',
    },
    reasoning: { en: 'net.ipv4.tcp_retries2 is below 4.', 'zh-CN': 'net.ipv4.tcp_retries2 小于 4。' },
    formula: {
      en: '8 retries: 0.2 s x (2^9 - 1) = 102 s, the least that RFC 1122 asks for',
      'zh-CN': '重试 8 次：0.2 s x (2^9 - 1) = 102 s，RFC 1122 要求的最小值',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_retries2)', 'RFC 1122, section 4.2.3.5'],
  },
});

import { endpoint, formatValue, ID, NO_WORDS, type Words } from '@netstrata/metrics';
import type { NamespaceListenerRow } from '@netstrata/metrics/details';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { NOT_SYN_BACKLOG } from '../listen/finding.ts';
import type { Finding, RuleContext } from '../types.ts';
import { type DroppingNamespace, droppingNamespaces, inside, nameOf, whichPid } from './place.ts';

const METRIC = ID.netns.listenOverflows;
/** As for listeners of the host itself: one a second. */
const A_MINUTE = { fire: 60, clear: 0 };
const CRITICAL_A_MINUTE = 300;
const MINUTE_SECONDS = 60;
const MOST_FINDINGS = 5;

/** The kernel takes one more than the backlog. */
const isFull = ({ waiting, backlog }: NamespaceListenerRow): boolean => waiting > backlog;

function listenerText({ row }: DroppingNamespace): Words {
  const [full] = (row.listeners ?? []).filter(isFull);
  if (full === undefined) return NO_WORDS;
  const at = endpoint(full.address, full.port);
  return {
    en: `; seen full: ${at}, ${full.waiting} connections wait, backlog ${full.backlog}`,
    'zh-CN': `；见过满的：${at}，${full.waiting} 个连接在等，backlog ${full.backlog}`,
  };
}

function findingOf({ window }: RuleContext, place: DroppingNamespace): Finding {
  const { subject, labels, drops } = place;
  const name = nameOf(place);
  const command = inside(place);
  const known = (place.row.listeners ?? []).some(isFull);
  const count = formatValue(drops, 'count');
  return {
    subject,
    severity: drops > CRITICAL_A_MINUTE ? 'critical' : 'warning',
    confidence: known ? 'high' : 'medium',
    title: {
      en: `Connections are dropped in ${name.en}: an accept queue overflows`,
      'zh-CN': `${name['zh-CN']} 中 accept 队列溢出，连接被丢弃`,
    },
    why: {
      en: `A program in ${name.en} does not call accept() fast enough for the connections that arrive: ${count} times in the last minute a finished handshake found its queue full. The counters of the host itself do not contain them, since every network namespace has its own.`,
      'zh-CN': `${name['zh-CN']} 中的程序调用 accept() 跟不上连接到达的速度：最近一分钟有 ${count} 次，握手完成时队列已满。每个网络命名空间各有计数，主机自己的计数不包含它们。`,
    },
    where: {
      en: `a listener in ${name.en}${listenerText(place).en}`,
      'zh-CN': `${name['zh-CN']} 中的监听套接字${listenerText(place)['zh-CN']}`,
    },
    evidence: growthEvidence(window, { metric: METRIC, labels }, MINUTE_SECONDS),
    ...NO_CHANGE,
    actions: [
      {
        en: `See which listener it is: "${command} ss -ltn" shows its Recv-Q at its Send-Q.`,
        'zh-CN': `看是哪个监听套接字："${command} ss -ltn" 中 Recv-Q 达到 Send-Q 的就是。`,
      },
      ...whichPid(place),
      {
        en: `Where Send-Q is below "${command} sysctl net.core.somaxconn", the program asks for too little in listen(). Where they are equal, raise somaxconn in the settings of the container (docker run --sysctl, securityContext.sysctls): it is the namespace’s own, and the host’s value changes nothing there. A queue that is never empty has a program that is too slow or has stopped.`,
        'zh-CN': `若 Send-Q 小于 "${command} sysctl net.core.somaxconn"，是程序 listen() 的参数太小。若两者相等，就在容器的设置中提高 somaxconn（docker run --sysctl、securityContext.sysctls）：它属于该命名空间，改主机的值在那里不起作用。从不见空的队列，是程序太慢或已停止。`,
      },
    ],
    risk: { en: 'Looking costs nothing.', 'zh-CN': '查看没有代价。' },
    expectedEffect: {
      en: 'Clients of this container connect at once again.',
      'zh-CN': '该容器的客户端又能立刻连上。',
    },
    verify: {
      en: `Under the same load "${command} nstat -az TcpExtListenOverflows" no longer grows.`,
      'zh-CN': `相同负载下 "${command} nstat -az TcpExtListenOverflows" 不再增长。`,
    },
    notWhen: NOT_SYN_BACKLOG,
  };
}

/** Accept queues that overflow in other network namespaces of the host: containers, pods, services. */
export function namespaceOverflows(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  return droppingNamespaces(context, METRIC, { aMinute: A_MINUTE, firing })
    .slice(0, MOST_FINDINGS)
    .map((place) => findingOf(context, place));
}

import { NO_WORDS, type SocketRow, tunableNumbers } from '@netstrata/metrics';
import { type PortRange, parsePortList, portListText } from '@netstrata/tunables';
import { changeTo } from '../change.ts';
import { mattering, recentDumps } from '../dumps.ts';
import { isElsewhere } from '../isElsewhere.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const RANGE = 'net.ipv4.ip_local_port_range';
const RESERVED = 'net.ipv4.ip_local_reserved_ports';
const SUBJECT = RANGE;
/** From here on ports are for outgoing connections on every Linux; services that may move listen there too. */
const USUAL_FIRST = 32_768;
const DUMP_SECONDS = 60;
/** A listener that is seen for so long is a service. */
const LASTING_SECONDS = 20;
const MOST_NAMED = 5;

/** An outgoing connection to another machine takes a port at an address that these listen at too. */
const isService = ({ protocol, local, localPort }: SocketRow): boolean =>
  protocol === 'tcp' && localPort < USUAL_FIRST && isElsewhere(local);

/** Services in the newest dump that an older one has as well, one a port. */
function lastingServices(context: RuleContext): readonly SocketRow[] {
  const dumps = recentDumps(context, DUMP_SECONDS);
  const newest = dumps.at(-1);
  const older = dumps.findLast(
    ({ timeMs }) => newest !== undefined && newest.timeMs - timeMs >= LASTING_SECONDS * 1000,
  );
  if (newest === undefined || older === undefined) return [];
  const before = new Set(mattering(older.listeners, isService).map(({ cookie }) => cookie));
  const lasting = mattering(newest.listeners, isService).filter(({ cookie }) => before.has(cookie));
  return [...new Map(lasting.map((row) => [row.localPort, row])).values()].toSorted(
    (a, b) => a.localPort - b.localPort,
  );
}

function evaluate(context: RuleContext): readonly Finding[] {
  const { tunables } = context;
  const [first, last] = tunableNumbers(tunables, RANGE) ?? [];
  const reserved = parsePortList(tunables[RESERVED] ?? 'unknown');
  if (first === undefined || last === undefined || reserved === undefined || first >= USUAL_FIRST) return [];
  const kept = (port: number) => reserved.some(([from, to]) => port >= from && port <= to);
  const exposed = lastingServices(context).filter(
    ({ localPort }) => localPort >= first && localPort <= last && !kept(localPort),
  );
  if (exposed.length === 0) return [];
  const ports = exposed.map(({ localPort }): PortRange => [localPort, localPort]);
  const named = exposed
    .slice(0, MOST_NAMED)
    .map(({ localPort, process }) => `${localPort}${process === undefined ? '' : ` (${process})`}`)
    .join(', ');
  const more =
    exposed.length > MOST_NAMED
      ? { en: ` and ${exposed.length - MOST_NAMED} more`, 'zh-CN': `等另外 ${exposed.length - MOST_NAMED} 个` }
      : NO_WORDS;
  const proposed = portListText([...reserved, ...ports]);
  return [
    {
      subject: SUBJECT,
      severity: 'info',
      confidence: 'medium',
      title: {
        en: 'Outgoing connections may take the ports of services of this host',
        'zh-CN': '外出连接可能占用本机服务的端口',
      },
      why: {
        en: `${RANGE} was widened to ${first} to ${last}, and services listen on ports inside it: ${named}${more.en}. While a service runs nobody takes its port. But in the moment when it is restarted any outgoing connection may, and keeps it for as long as it lasts; the service then fails to start with "address already in use".`,
        'zh-CN': `${RANGE} 被扩大到 ${first} 至 ${last}，而有服务监听其中的端口：${named}${more['zh-CN']}。服务运行时没人能占它的端口。但在它重启的那一刻，任何外出连接都可能占去，并一直占到连接结束；服务随后启动失败，报 "address already in use"。`,
      },
      where: {
        en: `${RANGE} = ${first} ${last}; listening inside: ${named}${more.en}`,
        'zh-CN': `${RANGE} = ${first} ${last}；监听在其中的：${named}${more['zh-CN']}`,
      },
      evidence: [],
      changes: changeTo(context, RESERVED, proposed),
      arithmetic: {
        en: `what is reserved now${reserved.length === 0 ? ' (nothing)' : `, ${portListText(reserved)},`} and the ports of these services: ${proposed}`,
        'zh-CN': `现在保留的${reserved.length === 0 ? '（无）' : ` ${portListText(reserved)} `}加上这些服务的端口：${proposed}`,
      },
      actions: [
        {
          en: `Or begin the range above them: ${RANGE} = ${Math.max(...exposed.map(({ localPort }) => localPort)) + 1} ${last}.`,
          'zh-CN': `或让范围从它们之上开始：${RANGE} = ${Math.max(...exposed.map(({ localPort }) => localPort)) + 1} ${last}。`,
        },
        {
          en: 'A program that lets the kernel choose its port (a helper of a database, a test server) needs no reservation: leave such ports out.',
          'zh-CN': '由内核选端口的程序（数据库的辅助进程、测试服务器）无需保留：不要列入这些端口。',
        },
      ],
      risk: {
        en: 'Risk 1 of 4. Each reserved port makes one outgoing connection less possible towards a destination.',
        'zh-CN': '风险 1/4。每保留一个端口，到同一目的地就少一个可能的外出连接。',
      },
      expectedEffect: {
        en: 'The services find their ports free whenever they start.',
        'zh-CN': '服务随时启动都能拿到自己的端口。',
      },
      verify: {
        en: `"sysctl ${RESERVED}" lists the ports, and "ss -tan" shows none of them as the local port of an outgoing connection made afterwards.`,
        'zh-CN': `"sysctl ${RESERVED}" 列出这些端口，"ss -tan" 中没有之后建立的外出连接以它们为本地端口。`,
      },
      notWhen: {
        en: 'The ports were chosen by the kernel, and change with each start.',
        'zh-CN': '端口由内核选定，每次启动都变。',
      },
    },
  ];
}

/** A range for outgoing connections that reaches over the ports of services. */
export const settingLocalPortsOverlap: Rule = {
  id: 'setting-local-ports-overlap',
  layer: 'transport',
  title: { en: 'Range of local ports covers services', 'zh-CN': '本地端口范围覆盖了服务端口' },
  metrics: [],
  tunables: [RANGE, RESERVED],
  about: {
    feels: ['refused'],
    symptom: {
      en: 'Now and then a service does not start again: "address already in use", and nobody listens there.',
      'zh-CN': '服务时不时起不来："address already in use"，而并没有人在监听那个端口。',
    },
    reasoning: {
      en: 'net.ipv4.ip_local_port_range begins below 32,768, and a TCP service that has listened for 20 seconds at an address other than loopback has a port inside it, below 32,768, that net.ipv4.ip_local_reserved_ports does not name.',
      'zh-CN':
        'net.ipv4.ip_local_port_range 的起点低于 32,768，且某个已在非环回地址上监听 20 秒的 TCP 服务，其端口在该范围内、低于 32,768，又不在 net.ipv4.ip_local_reserved_ports 中。',
    },
    formula: {
      en: 'the reserved ports there are, and those of the services',
      'zh-CN': '已保留的端口加上这些服务的端口',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (ip_local_reserved_ports)'],
  },
  evaluate,
};

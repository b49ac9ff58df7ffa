import {
  endpoint,
  formatValue,
  ID,
  NO_WORDS,
  type PortsRow,
  sumKnown,
  tunableNumbers,
  type Words,
} from '@netstrata/metrics';
import { changeTo } from '../change.ts';
import { recentDumps } from '../dumps.ts';
import { knownEvidence, lastEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { isElsewhere } from '../isElsewhere.ts';
import { whoOf } from '../owner.ts';
import { widerRange } from '../ports/widerRange.ts';
import type { Finding, Rule, RuleContext, TunableChange } from '../types.ts';

const RANGE = 'net.ipv4.ip_local_port_range';
const REUSE = 'net.ipv4.tcp_tw_reuse';
const TIMESTAMPS = 'net.ipv4.tcp_timestamps';
const SOCKETS = 'socket.sockets.count';
/** Of the ports that may be used towards one destination. */
const USED = { fire: 0.7, clear: 0.5 };
const CRITICAL_SHARE = 0.9;
/** Smaller tables are somebody's test. */
const LEAST_PORTS = 50;
/** What a report of ports says holds for so long; older than that nothing is decided by it. */
const FRESH_MS = 150_000;
const WAIT_SECONDS = 60;
const DUMP_SECONDS = 60;

interface Busy {
  readonly row: PortsRow;
  readonly free: number;
  readonly range: readonly [number, number];
  /** None is left: connect() fails now. */
  readonly isUsedUp: boolean;
}

/** A wider range; where that is at its end, TIME-WAIT ports taken again, if they are what it is full of. */
function changesFor(context: RuleContext, { row, range }: Busy): { changes: readonly TunableChange[]; said: Words } {
  const { tunables } = context;
  const listening = (recentDumps(context, DUMP_SECONDS).at(-1)?.listeners ?? []).map(({ localPort }) => localPort);
  const wider = tunableNumbers(tunables, RANGE) === undefined ? undefined : widerRange(range, listening);
  if (wider !== undefined) {
    const ports = wider[1] - wider[0] + 1;
    const said = {
      en: `${wider[0]} to ${wider[1]}: ${ports} ports beside those this host listens on, which no connection may take from a service; there are ${range[1] - range[0] + 1} now; ${row.ports} of them are in use towards this destination`,
      'zh-CN': `${wider[0]} 至 ${wider[1]}：除本机监听的之外（不能让连接占走服务的端口）有 ${ports} 个端口，现在是 ${range[1] - range[0] + 1} 个；其中 ${row.ports} 个用于这个目的地`,
    };
    return { changes: changeTo(context, RANGE, wider), said };
  }
  const mostlyWaiting = row.timeWait > row.ports / 2 && isElsewhere(row.remote);
  if (mostlyWaiting && tunables[TIMESTAMPS]?.trim() !== '0') {
    const said = {
      en: `${row.timeWait} of ${row.ports} ports are in TIME-WAIT: 1 lets a new connection take such a port again after a second`,
      'zh-CN': `${row.ports} 个端口中有 ${row.timeWait} 个处于 TIME-WAIT：设为 1 时，新连接一秒后就能再用这样的端口`,
    };
    return { changes: changeTo(context, REUSE, 1), said };
  }
  return { changes: [], said: NO_WORDS };
}

/** Ports that a new connection may take although they are in use: those in TIME-WAIT, where tcp_tw_reuse lets it (2: on loopback). */
function takenAgain({ tunables }: RuleContext, row: PortsRow): number {
  const reuse = tunables[REUSE]?.trim();
  return reuse === '1' || (reuse === '2' && !isElsewhere(row.remote)) ? row.timeWait : 0;
}

/** Who opened them, or why that is not known. */
function opener(row: PortsRow): Words {
  if (row.process !== undefined) {
    const who = whoOf(row);
    return { en: ` Most of those that are open are of ${who.en}.`, 'zh-CN': `其中仍打开的多数属于 ${who['zh-CN']}。` };
  }
  if (row.timeWait === row.ports)
    return {
      en: ' Who opened them is not known: what waits in TIME-WAIT belongs to no program any more.',
      'zh-CN': '不知道是谁打开的：处于 TIME-WAIT 的连接已不属于任何程序。',
    };
  return {
    en: ' Who opened them is not known: no single program that the agent can see holds most of them.',
    'zh-CN': '不知道是谁打开的：没有哪个 agent 看得到的程序占其中多数。',
  };
}

/** What the program is to do: use connections again where most are closed and wait, hold fewer where most are open. */
function cause(row: PortsRow): Words {
  const who = row.process === undefined ? undefined : whoOf(row);
  if (row.timeWait > row.ports / 2)
    return {
      en: `${who === undefined ? 'Keep' : `Have ${who.en} keep`} connections open and use them again (keep-alive, a connection pool): that removes the cause, and a handshake from every request.`,
      'zh-CN': `${who === undefined ? '' : `让 ${who['zh-CN']} `}保持并复用连接（keep-alive、连接池）：既消除原因，也让每个请求省去一次握手。`,
    };
  const open = formatValue(row.ports - row.timeWait, 'count');
  return {
    en: `See whether ${who === undefined ? 'the program' : who.en} needs them all: ${open} connections to this one destination are open at once. A pool needs an upper limit, and what it no longer uses has to be closed.`,
    'zh-CN': `看 ${who === undefined ? '该程序' : who['zh-CN']} 是否都需要：到这一个目的地同时打开着 ${open} 个连接。连接池要有上限，不再使用的要关闭。`,
  };
}

function findingOf(context: RuleContext, busy: Busy): Finding {
  const { row, free, range, isUsedUp } = busy;
  const share = row.ports / free;
  const remote = endpoint(row.remote, row.remotePort);
  const { changes, said } = changesFor(context, busy);
  const who = row.process === undefined ? undefined : whoOf(row);
  const waiting =
    row.timeWait === 0
      ? NO_WORDS
      : {
          en: ` ${formatValue(row.timeWait, 'count')} of them belong to connections that are closed and wait for a minute (TIME-WAIT).`,
          'zh-CN': `其中 ${formatValue(row.timeWait, 'count')} 个属于已关闭、要等一分钟的连接（TIME-WAIT）。`,
        };
  const [ports, all] = [formatValue(row.ports, 'count'), formatValue(free, 'count')];
  const taken = isUsedUp
    ? {
        en: `All ${all} are taken towards ${remote}: until one is free, every new connect() fails with`,
        'zh-CN': `的 ${all} 个已全部用完：在有端口空出之前，每个新的 connect() 都以`,
      }
    : {
        en: `${ports} of ${all} are taken towards ${remote}, and when all are, connect() fails with`,
        'zh-CN': `已用 ${ports} / ${all} 个，用完后 connect() 会以`,
      };
  const closed =
    row.timeWait === 0
      ? NO_WORDS
      : { en: `, ${row.timeWait} in TIME-WAIT`, 'zh-CN': `，${row.timeWait} 个处于 TIME-WAIT` };
  return {
    subject: remote,
    severity: share > CRITICAL_SHARE ? 'critical' : 'warning',
    confidence: 'high',
    title: isUsedUp
      ? { en: `Local ports towards ${remote} are used up`, 'zh-CN': `到 ${remote} 的本地端口已用完` }
      : { en: `Local ports towards ${remote} are running out`, 'zh-CN': `到 ${remote} 的本地端口快用完了` },
    why: {
      en: `Each connection to the same address and port needs a local port of its own, from ${RANGE}: ${range[0]} to ${range[1]} here. ${taken.en} EADDRNOTAVAIL, "cannot assign requested address".${opener(row).en}${waiting.en} Short connections closed from here last for a minute each, so that there can be ${formatValue(free / WAIT_SECONDS, 'count')} new ones a second at most.`,
      'zh-CN': `到同一地址和端口的每个连接都要一个自己的本地端口，取自 ${RANGE}：这里是 ${range[0]} 至 ${range[1]}。到 ${remote} ${taken['zh-CN']} EADDRNOTAVAIL 失败，即 "cannot assign requested address"。${opener(row)['zh-CN']}${waiting['zh-CN']}从本机关闭的短连接每个占一分钟，所以每秒最多 ${formatValue(free / WAIT_SECONDS, 'count')} 个新连接。`,
    },
    where: {
      en: `from ${row.local} to ${remote}: ${row.ports} of ${free} ports${closed.en}${who === undefined ? '' : `; opened by ${who.en}`}`,
      'zh-CN': `${row.local} 到 ${remote}：${free} 个端口中用了 ${row.ports} 个${closed['zh-CN']}${who === undefined ? '' : `；由 ${who['zh-CN']} 打开`}`,
    },
    evidence: [
      ...knownEvidence({ metric: SOCKETS, labels: { destination: remote } }, row.ports),
      ...lastEvidence(context.window, { metric: ID.sockstat.tcpTw }),
    ],
    changes,
    arithmetic: changes.length === 0 ? NO_WORDS : said,
    actions: [
      cause(row),
      {
        en: 'Or give it more source addresses, with IP_BIND_ADDRESS_NO_PORT set before bind(), or the destination more addresses or ports.',
        'zh-CN': '或给它更多源地址，在 bind() 之前设 IP_BIND_ADDRESS_NO_PORT；或给目的地更多地址或端口。',
      },
    ],
    risk: {
      en: 'Risk 2 of 4. A service that is started later may find its port taken by an outgoing connection: name such ports in net.ipv4.ip_local_reserved_ports.',
      'zh-CN':
        '风险 2/4。之后启动的服务可能发现端口已被外出连接占用：把这些端口写入 net.ipv4.ip_local_reserved_ports。',
    },
    expectedEffect: {
      en: 'New connections find a port at once; connect() no longer fails for want of one.',
      'zh-CN': '新连接立刻拿到端口；connect() 不再因此失败。',
    },
    verify: {
      en: `"ss -Htan dst ${row.remote} dport = :${row.remotePort} | wc -l" stays below half of the ports in the range.`,
      'zh-CN': `"ss -Htan dst ${row.remote} dport = :${row.remotePort} | wc -l" 低于范围内端口数的一半。`,
    },
    notWhen: {
      en: 'A program leaks connections: then they have to be closed, and a wider range only fills later.',
      'zh-CN': '程序泄漏连接：那就必须关闭它们，更宽的范围只是晚一点满。',
    },
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, details, tunables } = context;
  const report = details?.ports;
  if (report === undefined) return [];
  const { range, reserved, rows } = report;
  const free = range[1] - range[0] + 1 - reserved;
  if (free < LEAST_PORTS) return [];
  // Another range since then: how many ports there are now is not known yet.
  const now = tunableNumbers(tunables, RANGE);
  const moved = now !== undefined && (now[0] !== range[0] || now[1] !== range[1]);
  const old = moved || window.nowMs - report.timeMs > FRESH_MS;
  const connections =
    sumKnown([window.last(ID.tcp.currEstab), window.last(ID.sockstat.tcpTw)]) ?? Number.POSITIVE_INFINITY;
  const busy = new Map<string, Busy>();
  for (const row of rows) {
    const subject = endpoint(row.remote, row.remotePort);
    // Rows come with the most ports first: the fullest local address speaks for the destination.
    const ports = Math.min(row.ports, connections);
    if (busy.has(subject) || !isOver(ports / free, USED, firing.has(subject))) continue;
    const isUsedUp = ports - takenAgain(context, row) >= free;
    // What was counted and is more than there is now, is over.
    const left = { ...row, ports, timeWait: Math.round((row.timeWait * ports) / row.ports) };
    busy.set(subject, { row: left, free, range, isUsedUp });
  }
  const findings = [...busy.values()].map((each) => findingOf(context, each));
  return old ? findings.map((finding) => ({ ...finding, undecided: true as const })) : findings;
}

/** A destination that this host has nearly no local port left for. */
export const tcpEphemeralPorts: Rule = {
  id: 'tcp-ephemeral-ports',
  layer: 'transport',
  title: { en: 'Local ports run out', 'zh-CN': '本地端口用完' },
  metrics: [SOCKETS, ID.tcp.currEstab, ID.sockstat.tcpTw],
  tunables: [RANGE, REUSE, TIMESTAMPS],
  about: {
    feels: ['refused', 'connections'],
    symptom: {
      en: 'Outgoing connections to one service fail at peaks: "cannot assign requested address".',
      'zh-CN': '高峰时到某个服务的外出连接失败："cannot assign requested address"。',
    },
    reasoning: {
      en: 'More than 70 % of the ports in net.ipv4.ip_local_port_range, without the reserved ones, lead to one address and port, TIME-WAIT included; cleared below 50 %, critical above 90 %. The table of ports is asked for when many connections are open.',
      'zh-CN':
        'net.ipv4.ip_local_port_range 中（除去保留的）超过 70 % 的端口通向同一地址和端口，含 TIME-WAIT；低于 50 % 解除，超过 90 % 为严重。打开的连接很多时才请求端口表。',
    },
    formula: {
      en: 'from 10,240, or above the highest port that this host listens on below the range, to 65,535, with ends of different parity; where the range is as wide already and most ports are in TIME-WAIT: net.ipv4.tcp_tw_reuse 1',
      'zh-CN':
        '从 10,240，或从本机在范围以下监听的最高端口之上，到 65,535，两端奇偶不同；若范围已这么宽且多数端口处于 TIME-WAIT：net.ipv4.tcp_tw_reuse 1',
    },
    sources: [
      'Documentation/networking/ip-sysctl.rst (ip_local_port_range, tcp_tw_reuse)',
      'man 7 ip (IP_BIND_ADDRESS_NO_PORT)',
      'net/ipv4/inet_hashtables.c of the kernel (__inet_hash_connect)',
    ],
  },
  evaluate,
};

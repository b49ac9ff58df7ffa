import { formatValue, ID, tunableNumbers, type Words } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { pow2ceil } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const { nearOpenFiles: OPEN_FILES, nearLimit: LIMIT } = ID.processes;
const NR_OPEN = 'fs.nr_open';
const FILL = { fire: 0.85, clear: 0.75 };
/** What is left is gone with the next connections. */
const CRITICAL_FILL = 0.98;
const MINUTE_SECONDS = 60;

interface Full {
  readonly process: string;
  readonly used: number;
  readonly limit: number;
  /** With its number, where it is known. */
  readonly who: string;
  /** For commands; PID where it is not known. */
  readonly pid: string;
  /** Whether clients connect to it; undefined where that is not known. */
  readonly listens?: boolean;
}

/** Samples name a process only; which one of that name it is, the list of processes tells. */
function pidOf({ details }: RuleContext, process: string): Pick<Full, 'who' | 'pid' | 'listens'> {
  const rows = details?.processes?.rows.filter(({ name }) => name === process) ?? [];
  const share = ({ openFiles = 0, openFilesLimit = Number.POSITIVE_INFINITY }: (typeof rows)[number]) =>
    openFiles / openFilesLimit;
  const [row] = rows.toSorted((a, b) => share(b) - share(a));
  if (row === undefined) return { who: process, pid: 'PID' };
  const who = whoOf({ process, pid: row.pid, script: row.script }).en;
  return { who, pid: String(row.pid), listens: row.listenerCount > 0 };
}

function processesOf(context: RuleContext): readonly Full[] {
  const { window } = context;
  return window.labelsOf(OPEN_FILES).flatMap(({ process }) => {
    if (process === undefined) return [];
    const used = window.last(OPEN_FILES, { process });
    const limit = window.last(LIMIT, { process });
    return used === undefined || limit === undefined || limit < 1
      ? []
      : [{ process, used, limit, ...pidOf(context, process) }];
  });
}

/** Twice what is open, so that a normal peak is half of it. */
function actionsOf({ process, used, limit, pid }: Full, nrOpen: number | undefined): readonly Words[] {
  const wanted = pow2ceil(2 * used);
  const most = nrOpen === undefined ? wanted : Math.min(wanted, nrOpen);
  const leak = {
    en: `First see whether ${process} leaks: if the number grows while the load does not, connections or files are opened and never closed, and a larger limit only delays the end ("ls -l /proc/${pid}/fd").`,
    'zh-CN': `先看 ${process} 是否泄漏：负载没涨而数目在涨，就是有连接或文件打开后从未关闭，提高上限只是推迟结局（"ls -l /proc/${pid}/fd"）。`,
  };
  if (most <= limit)
    return [
      leak,
      {
        en: `${NR_OPEN} (${nrOpen}) is the most that a process may have: raise it first.`,
        'zh-CN': `${NR_OPEN}（${nrOpen}）是单个进程的上限：先提高它。`,
      },
    ];
  return [
    leak,
    {
      en: `Otherwise allow ${process} ${most} open files: LimitNOFILE=${most} in its systemd unit and a restart, or at once without one "prlimit --pid ${pid} --nofile=${most}". (2 x ${used} open now, as a power of two: ${wanted}${most < wanted ? `; at most ${NR_OPEN}: ${most}` : ''}.)`,
      'zh-CN': `否则允许 ${process} 打开 ${most} 个文件：在其 systemd unit 中设 LimitNOFILE=${most} 并重启，或不重启立即执行 "prlimit --pid ${pid} --nofile=${most}"。（现在打开 ${used} 个，取 2 倍再向上取 2 的幂：${wanted}${most < wanted ? `；最多 ${NR_OPEN}：${most}` : ''}。）`,
    },
  ];
}

/** What becomes of clients, where it has any. */
function clientsText({ listens }: Full): Words {
  if (listens === false)
    return {
      en: 'It listens at no TCP port, so no client waits for it: what it opens itself, connections and files, fails.',
      'zh-CN': '它不监听任何 TCP 端口，没有客户端在等它：失败的是它自己要打开的连接和文件。',
    };
  return {
    en: 'Connections then wait in the accept queue until they time out, or are refused.',
    'zh-CN': '之后连接在 accept 队列里等到超时，或被拒绝。',
  };
}

function findingOf({ window, tunables }: RuleContext, full: Full): Finding {
  const { process, used, limit, who, pid, listens } = full;
  const clients = clientsText(full);
  const labels = { process };
  const share = formatValue(used / limit, 'share');
  return {
    subject: process,
    severity: used / limit >= CRITICAL_FILL ? 'critical' : 'warning',
    confidence: 'high',
    title: { en: `${process} is near its limit of open files`, 'zh-CN': `${process} 接近打开文件数的上限` },
    why: {
      en: `Every connection is an open file of its process. ${process} has ${used} of ${limit} open (${share}); at the limit accept(), socket() and open() fail with "Too many open files" (EMFILE). ${clients.en} This is a limit of the process (RLIMIT_NOFILE), not of the network: no network sysctl helps.`,
      'zh-CN': `每个连接都是进程打开的一个文件。${process} 打开了 ${used} / ${limit} 个（${share}）；到上限后 accept()、socket() 和 open() 会失败，报 "Too many open files"（EMFILE）。${clients['zh-CN']}这是进程的限制（RLIMIT_NOFILE），不是网络的：改网络 sysctl 没用。`,
    },
    where: { en: `${who}: ${used} of ${limit} open files`, 'zh-CN': `${who}：打开文件 ${used} / ${limit} 个` },
    evidence: [
      ...lastEvidence(window, { metric: OPEN_FILES, labels }),
      ...lastEvidence(window, { metric: LIMIT, labels }),
      ...growthEvidence(window, { metric: ID.tcp.listenOverflows }, MINUTE_SECONDS),
    ],
    ...NO_CHANGE,
    actions: actionsOf(full, tunableNumbers(tunables, NR_OPEN)?.[0]),
    risk: {
      en: 'Risk 1 of 4. An open connection costs a few kB of kernel memory; programs that use select() break above 1024 files.',
      'zh-CN': '风险 1/4。每个打开的连接占几 kB 内核内存；用 select() 的程序超过 1024 个文件会出错。',
    },
    expectedEffect: {
      en: `${process} can ${listens === false ? 'open files and connections' : 'take connections'} again, and uses about half of its new limit.`,
      'zh-CN': `${process} 又能${listens === false ? '打开文件和连接' : '接受连接'}，用量约为新上限的一半。`,
    },
    verify: {
      en: `"ls /proc/${pid}/fd | wc -l" shows less than 75 % of "grep 'Max open files' /proc/${pid}/limits".`,
      'zh-CN': `"ls /proc/${pid}/fd | wc -l" 低于 "grep 'Max open files' /proc/${pid}/limits" 的 75 %。`,
    },
    notWhen: {
      en: 'The program leaks files, or keeps a pool that it limits itself just below its limit.',
      'zh-CN': '程序泄漏文件，或自己把连接池限制在略低于上限处。',
    },
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  return processesOf(context)
    .filter(({ process, used, limit }) => isOver(used / limit, FILL, firing.has(process)))
    .map((full) => findingOf(context, full));
}

/** A process that soon cannot open another connection. */
export const appFdLimit: Rule = {
  id: 'app-fd-limit',
  layer: 'application',
  title: { en: 'Process near its limit of open files', 'zh-CN': '进程接近打开文件数的上限' },
  metrics: [OPEN_FILES, LIMIT, ID.tcp.listenOverflows],
  tunables: [NR_OPEN],
  about: {
    feels: ['refused', 'connections'],
    symptom: {
      en: 'A service that ran well refuses new connections, and its log says "Too many open files".',
      'zh-CN': '一直正常的服务开始拒绝新连接，日志里有 "Too many open files"。',
    },
    reasoning: {
      en: 'A process uses more than 85 % of its soft limit of open files; critical from 98 %; cleared at 75 %. Who is near is counted every fifteen seconds or less often.',
      'zh-CN':
        '进程打开的文件超过软上限的 85 %；98 % 起为严重；降到 75 % 解除。哪些进程接近上限每十五秒或更久统计一次。',
    },
    formula: {
      en: 'limit = power of two above twice the open files, at most fs.nr_open',
      'zh-CN': '上限 = 打开文件数两倍以上的 2 的幂，最多 fs.nr_open',
    },
    sources: ['Documentation/admin-guide/sysctl/fs.rst (nr_open)', 'getrlimit(2)', 'systemd.exec(5) (LimitNOFILE)'],
  },
  evaluate,
};

import { formatValue, ID, type SampleWindow, tunableNumbers } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { pow2ceil } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
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
}

function processesOf(window: SampleWindow): readonly Full[] {
  return window.labelsOf(OPEN_FILES).flatMap(({ process }) => {
    if (process === undefined) return [];
    const used = window.last(OPEN_FILES, { process });
    const limit = window.last(LIMIT, { process });
    return used === undefined || limit === undefined || limit < 1 ? [] : [{ process, used, limit }];
  });
}

/** Twice what is open, so that a normal peak is half of it. */
function actionsOf({ process, used, limit }: Full, nrOpen: number | undefined): readonly string[] {
  const wanted = pow2ceil(2 * used);
  const most = nrOpen === undefined ? wanted : Math.min(wanted, nrOpen);
  const leak = `First see whether ${process} leaks: if the number grows while the load does not, connections or files are opened and never closed, and a larger limit only delays the end ("ls -l /proc/PID/fd").`;
  if (most <= limit) return [leak, `${NR_OPEN} (${nrOpen}) is the most that a process may have: raise it first.`];
  return [
    leak,
    `Otherwise allow ${process} ${most} open files: LimitNOFILE=${most} in its systemd unit and a restart, or at once without one "prlimit --pid PID --nofile=${most}". (2 x ${used} open now, as a power of two: ${wanted}${most < wanted ? `; at most ${NR_OPEN}: ${most}` : ''}.)`,
  ];
}

function findingOf({ window, tunables }: RuleContext, full: Full): Finding {
  const { process, used, limit } = full;
  const labels = { process };
  const share = formatValue(used / limit, 'share');
  return {
    subject: process,
    severity: used / limit >= CRITICAL_FILL ? 'critical' : 'warning',
    confidence: 'high',
    title: `${process} is near its limit of open files`,
    why: `Every connection is an open file of its process. ${process} has ${used} of ${limit} open (${share}); at the limit accept(), socket() and open() fail with "Too many open files" (EMFILE). Connections then wait in the accept queue until they time out, or are refused. This is a limit of the process (RLIMIT_NOFILE), not of the network: no network sysctl helps.`,
    where: `${process}: ${used} of ${limit} open files`,
    evidence: [
      ...lastEvidence(window, { metric: OPEN_FILES, labels }),
      ...lastEvidence(window, { metric: LIMIT, labels }),
      ...growthEvidence(window, { metric: ID.tcp.listenOverflows }, MINUTE_SECONDS),
    ],
    ...NO_CHANGE,
    actions: actionsOf(full, tunableNumbers(tunables, NR_OPEN)?.[0]),
    risk: 'Risk 1 of 4. An open connection costs a few kB of kernel memory; programs that use select() break above 1024 files.',
    expectedEffect: `${process} can take connections again, and uses about half of its new limit.`,
    verify: `"ls /proc/PID/fd | wc -l" shows less than 75 % of "grep 'Max open files' /proc/PID/limits".`,
    notWhen: 'The program leaks files, or keeps a pool that it limits itself just below its limit.',
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  return processesOf(context.window)
    .filter(({ process, used, limit }) => isOver(used / limit, FILL, firing.has(process)))
    .map((full) => findingOf(context, full));
}

/** A process that soon cannot open another connection. */
export const appFdLimit: Rule = {
  id: 'app-fd-limit',
  layer: 'application',
  title: 'Process near its limit of open files',
  metrics: [OPEN_FILES, LIMIT, ID.tcp.listenOverflows],
  tunables: [NR_OPEN],
  about: {
    symptom: 'A service that ran well refuses new connections, and its log says "Too many open files".',
    reasoning:
      'A process uses more than 85 % of its soft limit of open files; critical from 98 %; cleared at 75 %. Who is near is counted every fifteen seconds or less often.',
    formula: 'limit = power of two above twice the open files, at most fs.nr_open',
    sources: ['Documentation/admin-guide/sysctl/fs.rst (nr_open)', 'getrlimit(2)', 'systemd.exec(5) (LimitNOFILE)'],
  },
  evaluate,
};

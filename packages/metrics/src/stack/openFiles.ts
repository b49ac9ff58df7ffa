import { formatValue } from '../format.ts';
import { missingReason, type StackInput } from './context.ts';
import { type Reading, readGauge } from './gauge.ts';
import { ID } from './ids.ts';
import { LEVELS } from './thresholds.ts';

/** The name of the process nearest to its limit, where it is near enough to be named. */
function nearestName({ window }: StackInput): string | undefined {
  const shareOf = (process: string): number => {
    const used = window.last(ID.processes.nearOpenFiles, { process });
    const limit = window.last(ID.processes.nearLimit, { process });
    return used === undefined || limit === undefined ? Number.NEGATIVE_INFINITY : used / Math.max(1, limit);
  };
  const names = window.labelsOf(ID.processes.nearOpenFiles).flatMap(({ process }) => process ?? []);
  const known = names.filter((name) => shareOf(name) > Number.NEGATIVE_INFINITY);
  return known.toSorted((a, b) => shareOf(b) - shareOf(a))[0];
}

/** Open files of the process that is nearest to its limit: at it, accept() fails and connections stay in the queue. */
export function openFilesGauge(input: StackInput): Reading {
  const { window } = input;
  const value = window.last(ID.processes.openFilesMaxUsed);
  const limit = window.last(ID.processes.openFilesMaxLimit);
  const near = window.last(ID.processes.nearCount) ?? 0;
  const name = nearestName(input);
  const others = near > 1 ? `; ${formatValue(near, 'count')} processes are near theirs` : '';
  return readGauge({
    id: 'application.openFiles',
    title: 'Open files, fullest process',
    value,
    limit,
    unit: 'count',
    limitName: 'its limit of open files (RLIMIT_NOFILE)',
    metric: ID.processes.openFilesMaxUsed,
    detail:
      value === undefined
        ? missingReason(window, ID.processes.openFilesMaxUsed, 'open files of processes')
        : `${name ?? 'the process nearest to its limit'}${others}`,
    levels: LEVELS.openFiles,
    subject: `the limit of open files of ${name ?? 'a process'}`,
  });
}

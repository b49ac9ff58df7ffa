import { formatValue } from '../format.ts';
import { joinWords, NO_WORDS, sameWords, words } from '../words/index.ts';
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
  const others =
    near > 1
      ? words(
          `; ${formatValue(near, 'count')} processes are near theirs`,
          `；${formatValue(near, 'count')} 个进程接近各自的上限`,
        )
      : NO_WORDS;
  return readGauge({
    id: 'application.openFiles',
    title: words('Open files, fullest process', '打开的文件，最满的进程'),
    value,
    limit,
    unit: 'count',
    limitName: words('its limit of open files (RLIMIT_NOFILE)', '其打开文件上限（RLIMIT_NOFILE）'),
    metric: ID.processes.openFilesMaxUsed,
    detail:
      value === undefined
        ? missingReason(window, ID.processes.openFilesMaxUsed, words('open files of processes', '进程打开的文件'))
        : joinWords(
            [
              name === undefined ? words('the process nearest to its limit', '最接近上限的进程') : sameWords(name),
              others,
            ],
            NO_WORDS,
          ),
    levels: LEVELS.openFiles,
    subject: words(
      `the limit of open files of ${name ?? 'a process'}`,
      name === undefined ? '某个进程的打开文件上限' : `${name} 的打开文件上限`,
    ),
  });
}

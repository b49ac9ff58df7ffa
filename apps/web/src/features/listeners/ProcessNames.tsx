'use client';
import { useTranslations } from 'next-intl';
import { scriptFile } from '../processes/scriptFile.ts';
import type { PortProcess } from './listeners.ts';

const MOST_NAMES = 3;

interface ProcessNamesProps {
  readonly processes: readonly PortProcess[];
  /** Some are still looked for. */
  readonly isSought: boolean;
  readonly onOpen: (pid: number) => void;
}

/** Who serves a port; pressing one opens it. */
export const ProcessNames = ({ processes, isSought, onOpen }: ProcessNamesProps) => {
  const t = useTranslations();
  if (processes.length === 0)
    return (
      <span
        className="inline-flex min-h-6 items-center text-faint"
        title={t(isSought ? 'sockets.soughtProcessWhy' : 'listeners.noProcessWhy')}
      >
        {t(isSought ? 'sockets.soughtProcess' : 'listeners.noProcess')}
      </span>
    );
  return (
    <span className="flex flex-wrap gap-x-3">
      {processes.slice(0, MOST_NAMES).map(({ pid, name, script }) => (
        <span key={pid}>
          <button
            type="button"
            aria-haspopup="dialog"
            aria-label={t('processes.openShort', { name, pid: String(pid) })}
            onClick={() => onOpen(pid)}
            className="min-h-6 whitespace-nowrap text-accent hover:underline"
          >
            {name} <span className="text-faint">{pid}</span>
          </button>
          {script !== undefined && (
            <span className="break-words text-faint" title={script}>
              {' '}
              {scriptFile(script)}
            </span>
          )}
        </span>
      ))}
      {processes.length > MOST_NAMES && (
        <span className="text-faint">{t('processes.more', { count: processes.length - MOST_NAMES })}</span>
      )}
    </span>
  );
};

'use client';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { ListColumn } from '../cells.tsx';
import { SocketTable } from '../SocketTable.tsx';
import { foundWords } from './foundWords.ts';
import { useSocketFinds } from './useSocketFinds.ts';

const COLUMNS: readonly ListColumn[] = ['process', 'owner', 'ends', 'state', 'recvQ', 'sendQ', 'rtt', 'rate', 'limit'];

interface SocketFindsProps {
  readonly hostId: string;
  /** What was typed; not empty. */
  readonly filter: string;
  /** `netns` is where they were looked for, unless that is where the agent runs. */
  readonly onOpen: (cookie: string, netns: string | undefined) => void;
}

/** The sockets that match what somebody types, asked of the host itself. */
const SocketFinds = ({ hostId, filter, onOpen }: SocketFindsProps) => {
  const t = useTranslations('sockets');
  const { answer, isAsking, trouble } = useSocketFinds(hostId, filter);
  const about = answer && foundWords(answer, t);
  const netns = answer?.netns;
  const open = useCallback((cookie: string) => onOpen(cookie, netns), [onOpen, netns]);
  return (
    <section aria-label={t('find.title')} aria-busy={isAsking}>
      <p
        role="status"
        className={trouble === undefined ? 'px-4 pt-2.5 pb-1 text-soft text-xs' : 'px-4 py-3 text-busy-ink text-sm'}
      >
        {trouble ?? about ?? t('find.asking')} {netns !== undefined && t('find.elsewhere')}
      </p>
      {answer !== undefined && answer.sockets.length > 0 && (
        <SocketTable
          title={t('find.title')}
          columns={COLUMNS}
          sockets={answer.sockets}
          names={answer.names}
          folded={false}
          onOpen={open}
        />
      )}
      <p className="px-4 pt-2 pb-3 text-faint text-xs">{t('find.words')}</p>
    </section>
  );
};

export default SocketFinds;

'use client';
import { formatValue } from '@netstrata/metrics';
import { SocketTable } from '../SocketTable.tsx';
import { withNames } from '../sockets.ts';
import type { ColumnId } from '../text.ts';
import { FIND_TEXT } from './text.ts';
import { useSocketFinds } from './useSocketFinds.ts';

const COLUMNS: readonly ColumnId[] = ['process', 'owner', 'ends', 'state', 'recvQ', 'sendQ', 'rtt', 'rate', 'limit'];

interface SocketFindsProps {
  readonly hostId: string;
  /** What was typed; not empty. */
  readonly filter: string;
  readonly onOpen: (cookie: string) => void;
}

/** The sockets that match what somebody types, asked of the host itself. */
const SocketFinds = ({ hostId, filter, onOpen }: SocketFindsProps) => {
  const { answer, isAsking, trouble } = useSocketFinds(hostId, filter);
  const shown = answer === undefined ? [] : withNames(answer.sockets, answer.names);
  const about =
    answer &&
    FIND_TEXT.found(formatValue(answer.matched, 'count'), formatValue(answer.total, 'sockets', { noun: true }), {
      netns: answer.netns,
      ...(shown.length < answer.matched ? { shown: shown.length } : {}),
    });
  return (
    <section aria-label={FIND_TEXT.title} aria-busy={isAsking}>
      <p
        role="status"
        className={trouble === undefined ? 'px-4 pt-2.5 pb-1 text-soft text-xs' : 'px-4 py-3 text-busy-ink text-sm'}
      >
        {trouble ?? about ?? FIND_TEXT.asking} {answer?.netns !== undefined && FIND_TEXT.elsewhere}
      </p>
      {shown.length > 0 && (
        <SocketTable title={FIND_TEXT.title} columns={COLUMNS} sockets={shown} folded={false} onOpen={onOpen} />
      )}
      <p className="px-4 pt-2 pb-3 text-faint text-xs">{FIND_TEXT.words}</p>
    </section>
  );
};

export default SocketFinds;

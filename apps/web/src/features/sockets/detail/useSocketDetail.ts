import type { Bottleneck } from '@netstrata/advisor/types';
import type { SocketDetail } from '@netstrata/metrics';
import type { WireError } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { clockTime } from '../../../components/clockTime.ts';
import type { Freshness } from '../../connection/freshness.ts';
import { useFreshness, useHost, useLive, useView } from '../../connection/live.ts';
import { viewKey } from '../../connection/state.ts';
import { useVisible } from '../../connection/useVisible.ts';
import type { SocketWords } from '../words.ts';

/** What is known of the socket that is open. */
export interface SocketKnown {
  readonly now: SocketDetail | undefined;
  /** The answer a second before: counters grow from one to the other. */
  readonly before: SocketDetail | undefined;
  /** What limits it now. */
  readonly bottleneck: Bottleneck | undefined;
  /** What stands in the way of numbers of now. */
  readonly trouble:
    | { readonly kind: 'gone' }
    | { readonly kind: 'failed' | 'stale'; readonly words: string }
    | undefined;
}

/** One socket with every tick of its host, while it is shown and the page can be seen. */
export const useSocketDetail = (hostId: string, cookie: string): SocketKnown => {
  const t = useTranslations('sockets');
  const view = useMemo(() => ({ view: 'socket', hostId, cookie }) as const, [hostId, cookie]);
  useView(useVisible() ? view : undefined);
  const seen = useHost(hostId, ({ socket }) => (socket?.cookie === cookie ? socket : undefined));
  const refused = useLive((state) => state.refused[viewKey(view)]);
  const freshness = useFreshness(hostId);
  return {
    now: seen?.now,
    before: seen?.before,
    bottleneck: seen?.bottleneck,
    trouble: troubleOf({ freshness, error: refused ?? seen?.error, isKnown: seen?.now !== undefined }, t),
  };
};

interface TroubleFacts {
  readonly freshness: Freshness;
  readonly error: WireError | undefined;
  /** Something is shown already. */
  readonly isKnown: boolean;
}

const troubleOf = ({ freshness, error, isKnown }: TroubleFacts, t: SocketWords): SocketKnown['trouble'] => {
  if (error?.code === 'not-found') return { kind: 'gone' };
  if (freshness.kind === 'lost' || freshness.kind === 'silent') {
    const { kind, sinceMs } = freshness;
    return { kind: 'stale', words: t(`detail.${kind}${isKnown ? '' : 'AtOnce'}`, { since: clockTime(sinceMs) }) };
  }
  return error && { kind: 'failed', words: t('detail.failed', { message: error.message }) };
};

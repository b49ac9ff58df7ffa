import { formatValue } from '@netstrata/metrics';
import type { SocketsAnswer } from '@netstrata/protocol/types';
import type { SocketWords } from '../words.ts';

/** "12 of 340 sockets match in network namespace docker web, the fullest 50 are shown." */
export const foundWords = (
  { matched, total, netns, sockets }: Pick<SocketsAnswer, 'matched' | 'total' | 'netns' | 'sockets'>,
  t: SocketWords,
): string =>
  t('find.found', {
    matched: formatValue(matched, 'count'),
    count: total,
    total: formatValue(total, 'count'),
    where: netns === undefined ? '' : t('find.where', { netns }),
    shown: sockets.length < matched ? t('find.shown', { count: sockets.length }) : '',
  });

import type { useTranslations } from 'next-intl';
import type { Messages } from '../../locale/messages.ts';

/** The texts of sockets in the reader's language. */
export type SocketWords = ReturnType<typeof useTranslations<'sockets'>>;

export type ColumnId = keyof Messages['sockets']['columns'];

import type { en } from '../../messages/en.ts';
import type { Locale } from './locale.ts';

/** English tells which keys there are. */
export type Messages = typeof en;

/** All texts of one language; each is a part of the server's bundle that is loaded when somebody reads it. */
export const messagesOf = async (locale: Locale): Promise<Messages> =>
  locale === 'zh-CN' ? (await import('../../messages/zh-CN.ts')).zhCN : (await import('../../messages/en.ts')).en;

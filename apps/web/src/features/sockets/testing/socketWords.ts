import { createTranslator } from 'next-intl';
import { en } from '../../../../messages/en.ts';
import { zhCN } from '../../../../messages/zh-CN.ts';
import type { Locale } from '../../../locale/locale.ts';
import type { SocketWords } from '../words.ts';

/** The texts of sockets outside a component. */
export const socketWords = (locale: Locale): SocketWords =>
  createTranslator({ locale, messages: locale === 'en' ? en : zhCN, namespace: 'sockets' });

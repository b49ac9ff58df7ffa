import { AGENT_PHRASES, phrasebook } from '@netstrata/metrics/zh-CN';
import { SERVER_PHRASES } from './serverPhrases.ts';

/** What this server or an agent said in an English sentence, also long ago, in Chinese; what is not known in it stays as it is. */
export const inChinese = phrasebook([...AGENT_PHRASES, ...SERVER_PHRASES]);

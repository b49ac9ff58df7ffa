import { type Locale, type Localised, localised } from '@netstrata/metrics';
import { agentSaid } from '@netstrata/metrics/zh-CN';
import { inChinese } from './inChinese.ts';

/** Anything that is sent to somebody, as a reader of one language gets it; with what was said or kept in English sentences. */
export function inLanguage<T>(value: T, locale: Locale): Localised<T> {
  const said = localised(value, locale);
  return locale === 'zh-CN' ? agentSaid(said, inChinese) : said;
}

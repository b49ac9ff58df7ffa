import type { Words } from './types.ts';

/** A text in both languages, side by side. */
export function words(en: string, zhCN: string): Words {
  return { en, 'zh-CN': zhCN };
}

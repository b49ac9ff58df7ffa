import type { Words } from '@netstrata/metrics';

/**
 * Said instead of who changed a setting, where it was another when the agent came to look: told again at each start of an agent. An
 * agent says it in English.
 */
export const DRIFT_WORDS = {
  restart: { en: 'the machine was started again', 'zh-CN': '机器重新启动过' },
  away: { en: 'somebody, while no agent watched', 'zh-CN': '有人在没有 agent 监视时改的' },
} as const satisfies Readonly<Record<string, Words>>;

import { joinWords, SEMICOLONS, type Words } from '@netstrata/metrics';
import type { HostChange, UndoReason } from '@netstrata/protocol';
import { inChinese } from '../language/inChinese.ts';
import { namedWords } from './settings.ts';

const REASONS: Readonly<Record<UndoReason, Words>> = {
  'not-confirmed': { en: 'nobody confirmed it in time', 'zh-CN': '没有人及时确认' },
  'connection-lost': { en: 'the connection to the server was lost', 'zh-CN': '与服务器的连接中断' },
  'agent-restarted': { en: 'the agent was restarted before it was confirmed', 'zh-CN': '确认之前 agent 重启了' },
  'write-refused': { en: 'the kernel refused a part of it', 'zh-CN': '内核拒绝了其中一部分' },
  asked: { en: 'somebody asked for it', 'zh-CN': '有人要求撤回' },
};

/** Why it was taken back, and which settings could not be: one line. */
export function undoneText(undo: HostChange['undo']): Words {
  if (undo === undefined) return { en: 'the host did not say why', 'zh-CN': '主机没有说明原因' };
  const left = undo.settings.flatMap((setting) => {
    const { outcome, value, problem } = setting;
    if (outcome === 'restored') return [];
    const now =
      value === undefined ? { en: '', 'zh-CN': '' } : { en: `, it is ${value}`, 'zh-CN': `，现在是 ${value}` };
    const name = namedWords(setting);
    if (outcome === 'changed-by-another')
      return [
        {
          en: `${name.en} was changed by somebody else since${now.en}`,
          'zh-CN': `${name['zh-CN']} 之后被别人改过${now['zh-CN']}`,
        },
      ];
    return [
      {
        en: `${name.en} could not be restored: ${problem}${now.en}`,
        'zh-CN': `${name['zh-CN']} 无法恢复：${inChinese(problem)}${now['zh-CN']}`,
      },
    ];
  });
  return joinWords([REASONS[undo.reason], ...left], SEMICOLONS);
}

/** Whether every setting is as it was before. */
export const isWhole = (undo: HostChange['undo']): boolean =>
  undo?.settings.every(({ outcome }) => outcome === 'restored') ?? false;

import type { Words } from '../words/index.ts';
import type { FilterUnit } from './fields.ts';

/** What is allowed, by the unit of a field. */
const AMOUNTS: Readonly<Record<FilterUnit, Words>> = {
  port: {
    en: 'a number from 0 to 65535, or a range such as 8000-8999',
    'zh-CN': '0 到 65535 的数字，或 8000-8999 这样的范围',
  },
  count: { en: 'a number, such as 42 or 10k', 'zh-CN': '一个数字，如 42 或 10k' },
  bytes: { en: 'a size, such as 0, 64KiB or 1MB', 'zh-CN': '一个大小，如 0、64KiB 或 1MB' },
  time: { en: 'a time, such as 50ms, 300us or 2s', 'zh-CN': '一段时间，如 50ms、300us 或 2s' },
  rate: { en: 'a rate, such as 1MB/s or 10Mbit/s', 'zh-CN': '一个速率，如 1MB/s 或 10Mbit/s' },
  share: { en: 'a share, such as 80%', 'zh-CN': '一个比例，如 80%' },
  memory: {
    en: 'a share of its limit or a size, such as 80% or 1MB',
    'zh-CN': '占上限的比例或一个大小，如 80% 或 1MB',
  },
};

/** What can be wrong with a filter, in words. */
export const TROUBLES = {
  tooLong: (most: number): Words => ({
    en: `The filter is longer than ${most} letters.`,
    'zh-CN': `过滤条件超过 ${most} 个字符。`,
  }),
  tooMany: (most: number): Words => ({
    en: `The filter has more than ${most} words.`,
    'zh-CN': `过滤条件超过 ${most} 个词。`,
  }),
  open: (): Words => ({
    en: 'The filter has a quotation mark that is not closed.',
    'zh-CN': '过滤条件中有未闭合的引号。',
  }),
  unknownField: (word: string, nearest: string | undefined, fields: readonly string[]): Words => ({
    en:
      nearest === undefined
        ? `The filter does not know ${word}: there are ${fields.join(', ')}, or plain text.`
        : `The filter does not know ${word}: did you mean ${nearest}?`,
    'zh-CN':
      nearest === undefined
        ? `过滤条件不认识 ${word}：可用的有 ${fields.join('、')}，或直接写文字。`
        : `过滤条件不认识 ${word}：是不是想写 ${nearest}？`,
  }),
  noChoice: (word: string, what: Words, choices: readonly string[]): Words => ({
    en: `${word} is no ${what.en}: there are ${choices.join(', ')}.`,
    'zh-CN': `${word} 不是${what['zh-CN']}：可用的有 ${choices.join('、')}。`,
  }),
  noAmount: (word: string, unit: FilterUnit): Words =>
    unit === 'port'
      ? {
          en: `${word} is no port: allowed is ${AMOUNTS.port.en}.`,
          'zh-CN': `${word} 不是端口：应为${AMOUNTS.port['zh-CN']}。`,
        }
      : {
          en: `${word} cannot be understood: expected is ${AMOUNTS[unit].en}.`,
          'zh-CN': `无法理解 ${word}：应为${AMOUNTS[unit]['zh-CN']}。`,
        },
  noAddress: (word: string): Words => ({
    en: `${word} is no address: expected is one such as 10.0.0.1, 10.0.0.0/8, fe80::/10 or 10.0.0.1:443.`,
    'zh-CN': `${word} 不是地址：应形如 10.0.0.1、10.0.0.0/8、fe80::/10 或 10.0.0.1:443。`,
  }),
  noValue: (field: string, example: string): Words => ({
    en: `${field}: needs a value, as in ${example}.`,
    'zh-CN': `${field}: 后面需要一个值，例如 ${example}。`,
  }),
  noNetns: (): Words => ({
    en: 'netns: needs the name or the inode number of a network namespace, as in netns:blue.',
    'zh-CN': 'netns: 后面需要网络命名空间的名字或 inode 编号，例如 netns:blue。',
  }),
  manyNetns: (times: number): Words => ({
    en: `The filter has netns: ${times} times: sockets are listed of one namespace.`,
    'zh-CN': `netns: 出现了 ${times} 次：一次只能列出一个命名空间的套接字。`,
  }),
  notNetns: (): Words => ({
    en: 'netns: cannot be negated or compared: sockets are listed of one namespace.',
    'zh-CN': 'netns: 不能取反或比较：一次只能列出一个命名空间的套接字。',
  }),
  cannotCompare: (field: string): Words => ({
    en: `${field} is no number: write ${field}: before its value.`,
    'zh-CN': `${field} 不是数字：请写成 ${field}: 加上值。`,
  }),
} as const;

export const CHOICE_NAMES = {
  state: { en: 'state', 'zh-CN': '状态' },
  protocol: { en: 'protocol', 'zh-CN': '协议' },
  limit: { en: 'limit', 'zh-CN': '限制因素' },
} as const satisfies Readonly<Record<string, Words>>;

import type { SocketRow, Words } from '@netstrata/metrics';
import type { Bottleneck } from '../types.ts';

const CLOSES: Words = {
  en: 'It is being closed: the peer has yet to confirm the end.',
  'zh-CN': '正在关闭：等待对端确认。',
};
const SHAKES: Words = { en: 'Its handshake is under way.', 'zh-CN': '握手进行中。' };

/** What a TCP socket waits for that carries no data yet, or no more. */
const STATES: Readonly<Partial<Record<SocketRow['state'], Words>>> = {
  'syn-sent': {
    en: 'Its handshake is under way: the peer has not answered yet.',
    'zh-CN': '握手进行中：对端尚未应答。',
  },
  'syn-recv': SHAKES,
  'new-syn-recv': SHAKES,
  'fin-wait-1': CLOSES,
  'fin-wait-2': { en: 'It is closed here, and the peer has not closed yet.', 'zh-CN': '本端已关闭，对端尚未关闭。' },
  closing: CLOSES,
  'last-ack': CLOSES,
  'time-wait': {
    en: 'It is closed: the kernel keeps it for 60 s, for packets that come late.',
    'zh-CN': '已关闭：内核将其保留 60 秒，以接收迟到的包。',
  },
  'close-wait': {
    en: 'The peer has closed, and the program here has not yet.',
    'zh-CN': '对端已关闭，本机程序尚未关闭。',
  },
  close: { en: 'It is closed.', 'zh-CN': '已关闭。' },
};

/** What is said of a TCP socket that nothing limits because of its state; undefined of any other. */
export function endedLimit({ protocol, state, limit }: SocketRow): Omit<Bottleneck<Words>, 'not'> | undefined {
  const sentence = protocol === 'tcp' && (limit === 'none' || limit === 'application') ? STATES[state] : undefined;
  return sentence && { limiter: 'nothing', confidence: 'high', sentence };
}

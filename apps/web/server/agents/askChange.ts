import type { Words } from '@netstrata/metrics';
import type { ApplyOrder, ChangeOrder, HostChange, HostPreview, SettingRef } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import { changeReply, previewReply } from '@netstrata/protocol/schemas';
import { checkedAnswer } from './checkedAnswer.ts';
import type { OrderOutbox } from './OrderOutbox.ts';
import type { AgentSocket } from './types.ts';

const PREVIEW_WITHIN_MS = 5000;
/** Writing, reading back and syncing a journal to a slow disk, and devices that settle. */
const CHANGE_WITHIN_MS = 20_000;

const NOT_ALLOWED: Words = {
  en: 'the agent of this host joined without leave to change settings: revoke it, make a token that allows it, and start the agent with that token and --allow-apply',
  'zh-CN':
    '本机的 agent 加入时没有更改设置的许可：请吊销它，新建一个允许更改的令牌，再用该令牌和 --allow-apply 启动 agent',
};

export const NOT_CONNECTED: Words = {
  en: 'the agent of this host is not connected',
  'zh-CN': '本机的 agent 没有连接',
};
export const ANSWERED_ANOTHER: Words = {
  en: 'the agent of this host answered for something that was not asked',
  'zh-CN': '本机的 agent 应答的不是所问的内容',
};

/** The agent was asked and did not say what became of it: it may have been done or not. */
export class NoAnswer extends ProtocolError {}

/** The questions about changes that one agent is asked. Each rejects with the error that the agent answered. */
export interface ChangeAsker {
  /** Rejects with ProtocolError `timed-out` or `unavailable` without a proper answer. */
  preview(settings: readonly SettingRef[]): Promise<HostPreview<string | Words>>;
  /** Rejects with NoAnswer without a proper answer. */
  apply(order: ApplyOrder): Promise<HostChange>;
  /** As `apply`. */
  order(order: ChangeOrder): Promise<HostChange>;
}

/** @param mayAsk whether the agent joined with leave to be told to change settings; what is done can be undone without */
export const changeAsker = (socket: AgentSocket, orders: OrderOutbox, mayAsk: () => boolean): ChangeAsker => ({
  preview: async (settings) => {
    const answer = untilGone(socket, orders.ask('change:preview', settings, PREVIEW_WITHIN_MS));
    const { preview } = await checkedAnswer('change:preview', answer, previewReply);
    return mayAsk() ? preview : { ...preview, mayApply: false, reason: NOT_ALLOWED };
  },
  apply: async (order) => {
    if (!mayAsk()) throw new ProtocolError('forbidden', 'change:apply', NOT_ALLOWED);
    return changeIn('change:apply', untilGone(socket, orders.ask('change:apply', order, CHANGE_WITHIN_MS)));
  },
  order: async (order) => {
    if (!mayAsk() && order.action === 'persist') throw new ProtocolError('forbidden', 'change:order', NOT_ALLOWED);
    return changeIn('change:order', untilGone(socket, orders.ask('change:order', order, CHANGE_WITHIN_MS)));
  },
});

/** What it answers, or a rejection as soon as its connection ends. */
async function untilGone<T>(socket: AgentSocket, answer: Promise<T>): Promise<T> {
  let left = (): void => {};
  const gone = new Promise<never>((_, reject) => {
    left = () => reject(new Error('the connection ended'));
    socket.once('disconnect', left);
  });
  try {
    return await Promise.race([answer, gone]);
  } finally {
    socket.off('disconnect', left);
    answer.catch(() => {});
  }
}

async function changeIn(operation: string, answer: Promise<unknown>): Promise<HostChange> {
  let given: unknown;
  try {
    given = await answer;
  } catch (cause) {
    throw new NoAnswer(
      'timed-out',
      operation,
      {
        en: 'the host did not say in time what became of it',
        'zh-CN': '主机没有及时告知结果',
      },
      { cause },
    );
  }
  if (!changeReply.safeParse(given).success)
    throw new NoAnswer('unavailable', operation, {
      en: 'the agent of this host gave no proper answer',
      'zh-CN': '本机的 agent 没有给出有效应答',
    });
  return (await checkedAnswer(operation, Promise.resolve(given), changeReply)).change;
}

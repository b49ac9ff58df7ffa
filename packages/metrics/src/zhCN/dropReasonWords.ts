import { IP_REASONS } from '../dropReasons/catalog/zh-CN/ip.ts';
import { LINK_REASONS } from '../dropReasons/catalog/zh-CN/link.ts';
import { SOCKET_REASONS } from '../dropReasons/catalog/zh-CN/socket.ts';
import { TCP_REASONS } from '../dropReasons/catalog/zh-CN/tcp.ts';
import { TCP_SEQUENCE_REASONS } from '../dropReasons/catalog/zh-CN/tcpSequence.ts';
import type { DropReason, DropTexts } from '../dropReasons/types.ts';

export const DROP_TEXTS: DropTexts = {
  ...SOCKET_REASONS,
  ...TCP_REASONS,
  ...TCP_SEQUENCE_REASONS,
  ...IP_REASONS,
  ...LINK_REASONS,
};

const UNTOLD = ['释放包的代码没有给出原因。', '看它在哪里被释放：函数名往往说明问题。其中有些根本不是丢包。'] as const;
const SUBSYSTEM = [
  '有自己一套原因的子系统（Wi-Fi、Open vSwitch）释放了包。',
  '看它在哪里被释放，并在该子系统的原因中查这个编号。',
] as const;
const NEWER = [
  '本内核有、Netstrata 不认识的原因。',
  '在内核源码的 include/net/dropreason-core.h 中查它的名称。',
] as const;

/** What Chinese says of a reason as a host tells it. */
export function dropReasonWords(reason: string | undefined): Pick<DropReason, 'meaning' | 'remedy'> {
  const known = reason !== undefined && Object.hasOwn(DROP_TEXTS, reason) ? DROP_TEXTS[reason] : undefined;
  const [meaning, remedy] =
    known ?? (reason === undefined ? UNTOLD : reason.startsWith('subsystem ') ? SUBSYSTEM : NEWER);
  return { meaning, remedy };
}

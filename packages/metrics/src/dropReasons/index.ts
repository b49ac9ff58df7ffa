import { IP_REASONS } from './catalog/ip.ts';
import { LINK_REASONS } from './catalog/link.ts';
import { SOCKET_REASONS } from './catalog/socket.ts';
import { TCP_REASONS } from './catalog/tcp.ts';
import { TCP_SEQUENCE_REASONS } from './catalog/tcpSequence.ts';
import type { DropReason, DropReasons } from './types.ts';

export type { DropNature, DropReason } from './types.ts';

/** Every name that kernels from 5.17 to 6.18 give to a drop, without SKB_DROP_REASON_; a name that a kernel renamed stands twice. */
export const DROP_REASONS: DropReasons = {
  ...SOCKET_REASONS,
  ...TCP_REASONS,
  ...TCP_SEQUENCE_REASONS,
  ...IP_REASONS,
  ...LINK_REASONS,
};

const UNTOLD: DropReason = {
  layer: 'network',
  nature: 'unknown',
  meaning: 'The code that freed the packet gives no reason.',
  remedy: 'Look where it was freed: the function often tells. Some of these are no drops at all.',
};

const SUBSYSTEM: DropReason = {
  layer: 'link',
  nature: 'unknown',
  meaning: 'A subsystem with reasons of its own (Wi-Fi, Open vSwitch) freed the packet.',
  remedy: 'Look where it was freed, and for that number in the reasons of the subsystem.',
};

const NEWER: DropReason = {
  layer: 'network',
  nature: 'unknown',
  meaning: 'A reason that this kernel has and Netstrata does not know.',
  remedy: 'Look for its name in include/net/dropreason-core.h of the kernel’s source.',
};

/** The entry of a reason as a host tells it. */
export function dropReason(reason: string | undefined): DropReason {
  if (reason === undefined) return UNTOLD;
  // A reason may have the name of something that every object has.
  const known = Object.hasOwn(DROP_REASONS, reason) ? DROP_REASONS[reason] : undefined;
  return known ?? (reason.startsWith('subsystem ') ? SUBSYSTEM : NEWER);
}

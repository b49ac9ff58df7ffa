import type { Rule } from '../types.ts';
import { neighTableOverflow } from './neigh-table-overflow.ts';
import { settingTcpSackOff } from './setting-tcp-sack-off.ts';
import { sockSndbufLimited } from './sock-sndbuf-limited.ts';
import { sockUdpRcvbufErrors } from './sock-udp-rcvbuf-errors.ts';
import { softnetDropped } from './softnet-dropped.ts';
import { tcpListenOverflow } from './tcp-listen-overflow.ts';

/** Every rule, each in the file named after it, in alphabetical order. */
export const RULES: readonly Rule[] = [
  neighTableOverflow,
  settingTcpSackOff,
  sockSndbufLimited,
  sockUdpRcvbufErrors,
  softnetDropped,
  tcpListenOverflow,
];

import type { Rule } from '../types.ts';
import { settingTcpSackOff } from './setting-tcp-sack-off.ts';
import { sockSndbufLimited } from './sock-sndbuf-limited.ts';
import { sockUdpRcvbufErrors } from './sock-udp-rcvbuf-errors.ts';
import { tcpListenOverflow } from './tcp-listen-overflow.ts';

/** Every rule, each in the file named after it, in alphabetical order. */
export const RULES: readonly Rule[] = [
  settingTcpSackOff,
  sockSndbufLimited,
  sockUdpRcvbufErrors,
  // One line each, so that two rules that come at the same time do not touch the same line.
  tcpListenOverflow,
];

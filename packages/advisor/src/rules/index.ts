import type { Rule } from '../types.ts';
import { neighTableOverflow } from './neigh-table-overflow.ts';
import { settingTcpAbortOnOverflow } from './setting-tcp-abort-on-overflow.ts';
import { settingTcpModerateRcvbufOff } from './setting-tcp-moderate-rcvbuf-off.ts';
import { settingTcpSackOff } from './setting-tcp-sack-off.ts';
import { settingTcpSyncookiesAlways } from './setting-tcp-syncookies-always.ts';
import { settingTcpSyncookiesOff } from './setting-tcp-syncookies-off.ts';
import { settingTcpTimestampsOff } from './setting-tcp-timestamps-off.ts';
import { settingTcpWindowScalingOff } from './setting-tcp-window-scaling-off.ts';
import { sockSndbufLimited } from './sock-sndbuf-limited.ts';
import { sockUdpRcvbufErrors } from './sock-udp-rcvbuf-errors.ts';
import { softnetDropped } from './softnet-dropped.ts';
import { tcpListenOverflow } from './tcp-listen-overflow.ts';

/** Every rule, each in the file named after it, in alphabetical order. */
export const RULES: readonly Rule[] = [
  neighTableOverflow,
  settingTcpAbortOnOverflow,
  settingTcpModerateRcvbufOff,
  settingTcpSackOff,
  settingTcpSyncookiesAlways,
  settingTcpSyncookiesOff,
  settingTcpTimestampsOff,
  settingTcpWindowScalingOff,
  sockSndbufLimited,
  sockUdpRcvbufErrors,
  softnetDropped,
  tcpListenOverflow,
];

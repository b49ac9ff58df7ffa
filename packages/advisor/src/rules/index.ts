import type { Rule } from '../types.ts';
import { neighTableOverflow } from './neigh-table-overflow.ts';
import { settingTcpAbortOnOverflow } from './setting-tcp-abort-on-overflow.ts';
import { settingTcpMemAbsurd } from './setting-tcp-mem-absurd.ts';
import { settingTcpMemSmall } from './setting-tcp-mem-small.ts';
import { settingTcpModerateRcvbufOff } from './setting-tcp-moderate-rcvbuf-off.ts';
import { settingTcpRmemAbsurd } from './setting-tcp-rmem-absurd.ts';
import { settingTcpSackOff } from './setting-tcp-sack-off.ts';
import { settingTcpSyncookiesAlways } from './setting-tcp-syncookies-always.ts';
import { settingTcpSyncookiesOff } from './setting-tcp-syncookies-off.ts';
import { settingTcpTimestampsOff } from './setting-tcp-timestamps-off.ts';
import { settingTcpWindowScalingOff } from './setting-tcp-window-scaling-off.ts';
import { settingTcpWmemAbsurd } from './setting-tcp-wmem-absurd.ts';
import { sockSndbufLimited } from './sock-sndbuf-limited.ts';
import { sockUdpRcvbufErrors } from './sock-udp-rcvbuf-errors.ts';
import { softnetDropped } from './softnet-dropped.ts';
import { tcpListenOverflow } from './tcp-listen-overflow.ts';

/** Every rule, each in the file named after it, in alphabetical order. */
export const RULES: readonly Rule[] = [
  neighTableOverflow,
  settingTcpAbortOnOverflow,
  settingTcpMemAbsurd,
  settingTcpMemSmall,
  settingTcpModerateRcvbufOff,
  settingTcpRmemAbsurd,
  settingTcpSackOff,
  settingTcpSyncookiesAlways,
  settingTcpSyncookiesOff,
  settingTcpTimestampsOff,
  settingTcpWindowScalingOff,
  settingTcpWmemAbsurd,
  sockSndbufLimited,
  sockUdpRcvbufErrors,
  softnetDropped,
  tcpListenOverflow,
];

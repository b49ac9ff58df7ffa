import type { Rule } from '../types.ts';
import { sockSndbufLimited } from './sock-sndbuf-limited.ts';
import { sockUdpRcvbufErrors } from './sock-udp-rcvbuf-errors.ts';
import { tcpListenOverflow } from './tcp-listen-overflow.ts';

/** Every rule, each in the file named after it. */
export const RULES: readonly Rule[] = [sockSndbufLimited, sockUdpRcvbufErrors, tcpListenOverflow];

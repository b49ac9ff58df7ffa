import {
  descriptorOf,
  type RawSockets,
  readSocketOptions,
  type SockDiag,
  SocketFinder,
  whyRefused,
} from '@netstrata/kernel';
import { systemClock } from '../../clock/Clock.ts';
import type { SocketNamer } from '../SocketNamer.ts';
import { type InquiryParts, SocketInquiry } from './SocketInquiry.ts';

/** Questions about one socket, answered by the running kernel. */
export function openInquiry(parts: {
  readonly diag: SockDiag;
  readonly raw: RawSockets;
  readonly owners: InquiryParts['owners'];
  readonly namer: SocketNamer;
}): SocketInquiry {
  const { diag, raw, owners, namer } = parts;
  const finder = new SocketFinder(diag, raw);
  return new SocketInquiry({
    finder,
    owners,
    readOptions: readSocketOptions,
    descriptorOf,
    whyRefused,
    namer,
    clock: systemClock,
  });
}

import { driverText } from '../text/driverText.ts';
import { Attributes } from './Attributes.ts';
import type { DiagBuffer } from './DiagBuffer.ts';
import { NLM_F_ACK_TLVS, NLM_F_CAPPED, NLMSG_ERROR, NLMSG_HEADER_BYTES, NLMSGERR_ATTR_MSG } from './wire.ts';

const LONGEST = 200;
const ERRNO_BYTES = 4;

/**
 * What the kernel says about a refusal beside its number, of sockets that asked for it (NETLINK_EXT_ACK): `requested channel count
 * exceeds maximum`. Undefined where it says nothing. The message stands from byte `at` to before `end`.
 */
export function refusalText(buffer: DiagBuffer, at: number, end: number): string | undefined {
  const { words } = buffer;
  const kind = words[(at >> 2) + 1] ?? 0;
  const flags = kind >>> 16;
  if ((flags & NLM_F_ACK_TLVS) === 0) return undefined;
  const behindErrno = at + NLMSG_HEADER_BYTES + ERRNO_BYTES;
  // An error repeats the request, or its header alone; the end of a dump repeats nothing.
  const whole = (flags & NLM_F_CAPPED) === 0 ? (words[behindErrno >> 2] ?? 0) : NLMSG_HEADER_BYTES;
  const repeated = (kind & 0xffff) === NLMSG_ERROR ? (Math.max(NLMSG_HEADER_BYTES, whole) + 3) & ~3 : 0;
  if (behindErrno + repeated > end) return undefined;
  const text = new Attributes(buffer, behindErrno + repeated, end).bytes(NLMSGERR_ATTR_MSG);
  return text === undefined ? undefined : driverText(text.subarray(0, LONGEST)) || undefined;
}

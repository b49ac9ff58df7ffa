import type { Bottleneck } from '@netstrata/advisor/types';
import type { SocketDetail } from '@netstrata/metrics';
import type { SocketUpdate, WireError } from '@netstrata/protocol/types';
import { errorText } from '../api/errorText.ts';

/** What is known of the socket that was chosen last. */
export interface SocketSeen {
  readonly cookie: string;
  /** The newest answer; kept when the socket closes or the host falls silent. */
  readonly now: SocketDetail | undefined;
  /** The answer just before it: counters grow from one to the other. */
  readonly before: SocketDetail | undefined;
  /** Why there was no answer this time. */
  readonly error: WireError | undefined;
  /** What limits it, where that is known. */
  readonly bottleneck?: Bottleneck | undefined;
}

/** Between two answers further apart nobody looked: a rate over that time is not one of now. */
const LONGEST_STEP_MS = 10_000;

/** After one more answer. */
export const seeSocket = (seen: SocketSeen | undefined, { cookie, answer, bottleneck }: SocketUpdate): SocketSeen => {
  const known = seen?.cookie === cookie ? seen : { now: undefined, before: undefined };
  if (!answer.ok)
    return {
      ...known,
      cookie,
      error: { ...answer.error, message: errorText(answer.error.code, answer.error.message) },
    };
  const { now } = known;
  const { socket } = answer;
  const stepMs = now === undefined ? Number.POSITIVE_INFINITY : socket.timeMs - now.timeMs;
  const before = stepMs <= 0 ? known.before : stepMs <= LONGEST_STEP_MS ? now : undefined;
  return { cookie, now: socket, before, error: undefined, ...(bottleneck === undefined ? {} : { bottleneck }) };
};

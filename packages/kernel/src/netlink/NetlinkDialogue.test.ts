import { expect, test } from 'vitest';
import { KernelError } from '../KernelError.ts';
import { concat, endMessage, message, PORT, words } from '../testing/diagBytes.ts';
import { DumpTally } from './DumpTally.ts';
import { NetlinkDialogue, type Question } from './NetlinkDialogue.ts';
import type { PatientChannel } from './NetlinkSocket.ts';

const TYPE = 40;

/** A kernel that answers each request with the datagrams written for its sequence number. */
function scripted(answer: (seq: number, flags: number) => (Uint8Array | 'lost' | KernelError)[]) {
  const seen = { opened: 0, closed: 0, flags: [] as number[] };
  const connect = (): PatientChannel => {
    seen.opened++;
    let steps: (Uint8Array | 'lost' | KernelError)[] = [];
    return {
      port: PORT,
      sendOnThread: async (bytes) => {
        const view = new DataView(bytes.buffer);
        seen.flags.push(view.getUint16(6, true));
        expect([view.getUint32(0, true), view.getUint16(4, true)]).toEqual([bytes.length, TYPE]);
        steps = answer(view.getUint32(8, true), view.getUint16(6, true));
      },
      receiveOnThread: async (buffer) => {
        const step = steps.shift() ?? new KernelError({ code: 'timed-out', operation: 'recv', path: 'test' });
        if (step instanceof KernelError) throw step;
        if (step === 'lost') return step;
        buffer.set(step);
        return step.length;
      },
      close: () => {
        seen.closed++;
      },
    };
  };
  const tally = new DumpTally();
  return { dialogue: new NetlinkDialogue(connect, tally), seen, tally };
}

/** Asks, and collects the first word of each payload. */
async function ask(dialogue: NetlinkDialogue, kind: Question['kind'] = 'dump') {
  const shown: number[] = [];
  const health = await dialogue.ask({
    path: 'test',
    kind,
    type: TYPE,
    payload: new Uint8Array(4),
    take: (at, end) => {
      shown.push(dialogue.buffer.words[at >> 2] ?? 0);
      return end - at === 4;
    },
  });
  return { shown, ...health };
}
const entry = (value: number, seq: number) => message(TYPE, words(value), { seq });
const CLEAN = { interrupted: false, damaged: 0, foreign: 0 };

test('a dump ends with its own message, and the next one goes over the same socket', async () => {
  const { dialogue, seen } = scripted((seq) => [concat([entry(1, seq), entry(2, seq)]), endMessage(3, 0, { seq })]);
  expect(await ask(dialogue)).toEqual({ shown: [1, 2], ...CLEAN });
  expect(await ask(dialogue)).toEqual({ shown: [1, 2], ...CLEAN });
  expect(seen).toEqual({ opened: 1, closed: 0, flags: [0x301, 0x301] });
  dialogue.close();
  expect(seen.closed).toBe(1);
  await expect(ask(dialogue)).rejects.toMatchObject({ code: 'closed' });
});

test('any other answer ends with the acknowledgement that was asked for', async () => {
  const { dialogue, seen } = scripted((seq) => [entry(7, seq), endMessage(2, 0, { seq })]);
  expect(await ask(dialogue, 'get')).toEqual({ shown: [7], ...CLEAN });
  expect(seen.flags).toEqual([0x5]);
});

test.each([
  [19, 'vanished', 'ENODEV'],
  [95, 'unsupported', 'EOPNOTSUPP'],
  [1, 'permission', 'EPERM'],
  [22, 'rejected', 'EINVAL'],
])('a refusal with %i is %s, and the next question begins on a new socket', async (errno, code, detail) => {
  let refuses = true;
  const { dialogue, seen } = scripted((seq) => [endMessage(2, refuses ? -errno : 0, { seq })]);
  await expect(ask(dialogue, 'get')).rejects.toMatchObject({ code, detail, operation: 'get', path: 'test' });
  refuses = false;
  await ask(dialogue, 'get');
  expect(seen).toMatchObject({ opened: 2, closed: 1 });
});

test('what is lost, foreign, of another type or not understood is counted', async () => {
  const { dialogue, tally } = scripted((seq) => [
    'lost',
    concat([
      entry(1, seq + 1),
      entry(2, seq),
      message(TYPE + 1, words(3), { seq }),
      message(TYPE, words(4, 5), { seq }),
    ]),
    endMessage(3, 0, { seq, flags: 0x10 }),
  ]);
  expect(await ask(dialogue)).toEqual({ shown: [2, 4], interrupted: true, damaged: 2, foreign: 1 });
  expect(tally.totals).toMatchObject({ dumps: 1, interrupted: 1, overruns: 1, damaged: 2, foreign: 1 });
});

test('silence and nonsense fail, and questions do not overlap', async () => {
  const silent = scripted(() => []);
  await expect(ask(silent.dialogue)).rejects.toMatchObject({ code: 'timed-out' });
  expect(silent.tally.totals).toMatchObject({ dumps: 0, failed: 1, truncated: 0 });
  const { dialogue } = scripted(() => [new Uint8Array(20)]);
  const first = ask(dialogue);
  await expect(ask(dialogue)).rejects.toMatchObject({ code: 'busy' });
  await expect(first).rejects.toMatchObject({ code: 'malformed', path: 'test' });
});

test('closed under a question, the socket is given back when that has come back', async () => {
  const { dialogue, seen } = scripted((seq) => [endMessage(3, 0, { seq })]);
  const question = ask(dialogue);
  dialogue.close();
  expect(seen.closed).toBe(0);
  await question;
  expect(seen.closed).toBe(1);
});

import { describe, expect, it } from 'vitest';
import { FACTS } from '../testing/TestAgent.ts';
import { HistoryWriter, type Offer } from './HistoryWriter.ts';
import { Overloaded } from './Overloaded.ts';
import { HistoryError } from './StoreThread.ts';
import type { CallArgs, CallName, CallResult } from './threadCalls.ts';

const offer = (hostId: string, seqs: readonly number[], values = 2): Offer => ({
  hostId,
  session: 'session-0001',
  series: [],
  ticks: seqs.map((seq) => ({ seq, timeMs: seq * 1000, monoMs: seq * 1000, values: new Float64Array(values) })),
});

/** A store thread whose commits end when the test says so. */
function slowThread() {
  const commits: {
    readonly seqs: readonly (readonly number[])[];
    end(): void;
    fail(message?: string, code?: string): void;
  }[] = [];
  let begun: (() => void) | undefined;
  const told: string[] = [];
  let knows: () => Promise<unknown> = async () => undefined;
  const call = <K extends CallName>(name: K, ...args: CallArgs<K>): Promise<CallResult<K>> => {
    if (name === 'saveHost') {
      told.push((args as CallArgs<'saveHost'>)[0].facts.hostId);
      return knows() as Promise<CallResult<K>>;
    }
    const [batches] = args as CallArgs<'append'>;
    return new Promise((resolve, reject) => {
      const seqs = batches.map(({ ticks }) => ticks.map(({ seq }) => seq));
      commits.push({
        seqs,
        end: () => resolve(seqs.map((of) => of.at(-1) ?? 0) as unknown as CallResult<K>),
        fail: (message = 'disk full', code = 'full') => reject(new HistoryError(message, code)),
      });
      begun?.();
    });
  };
  const started = async (count: number): Promise<void> => {
    while (commits.length < count)
      await new Promise<void>((resolve) => {
        begun = resolve;
      });
  };
  /** What the store does when it is told of a host. */
  const introduced = (answer: () => Promise<unknown>): void => {
    knows = answer;
  };
  return { thread: { call }, commits, started, told, introduced };
}

describe('HistoryWriter', () => {
  it('writes all that waits in one transaction, by session, and then answers', async () => {
    const { thread, commits, started } = slowThread();
    const writer = new HistoryWriter(thread, { batchMs: 1 });
    const answers = [offer('a', [1]), offer('b', [5]), offer('a', [2, 3])].map((given) => writer.offer(given));
    await started(1);
    expect(commits[0]?.seqs).toEqual([[1, 2, 3], [5]]);
    expect(writer.state).toMatchObject({ queuedTicks: 4, committedTicks: 0, lastCommitMs: null });
    commits[0]?.end();
    expect(await Promise.all(answers)).toEqual([3, 5, 3]);
    expect(writer.state).toMatchObject({ queuedTicks: 0, committedTicks: 4, failures: 0, error: null });
  });

  it('writes one batch at a time, the next with all that came meanwhile', async () => {
    const { thread, commits, started } = slowThread();
    const writer = new HistoryWriter(thread, { batchTicks: 1 });
    const first = writer.offer(offer('a', [1]));
    const later = [writer.offer(offer('a', [2])), writer.offer(offer('a', [3]))];
    expect(commits.map(({ seqs }) => seqs)).toEqual([[[1]]]);
    commits[0]?.end();
    await first;
    await started(2);
    expect(commits[1]?.seqs).toEqual([[2, 3]]);
    commits[1]?.end();
    expect(await Promise.all(later)).toEqual([3, 3]);
  });

  it('lets nobody wait for a disk that is full, and tries again what it could not write, before anything newer', async () => {
    const { thread, commits, started } = slowThread();
    const said: string[] = [];
    const writer = new HistoryWriter(thread, {
      batchTicks: 1,
      firstPauseMs: 1,
      onTrouble: (error) => said.push(String(error)),
      onWell: () => said.push('well'),
    });
    const answers = [writer.offer(offer('a', [1])), writer.offer(offer('a', [2]))];
    commits[0]?.fail();
    expect(await Promise.all(answers)).toEqual([null, null]);
    expect(writer.state).toMatchObject({ queuedTicks: 2, failures: 1, error: 'disk full' });
    expect(await writer.offer(offer('a', [3]))).toBeNull();
    await started(2);
    commits[1]?.fail();
    await started(3);
    commits[2]?.end();
    expect(commits.slice(1).map(({ seqs }) => seqs)).toEqual([[[1, 2, 3]], [[1, 2, 3]]]);
    await writer.flush();
    expect(writer.state).toMatchObject({ queuedTicks: 0, committedTicks: 3, failures: 2, error: null });
    expect(said).toEqual(['HistoryError: disk full', 'well']);
    const after = writer.offer(offer('a', [4]));
    await started(4);
    commits[3]?.end();
    expect(await after).toBe(4);
  });

  it('lets nobody wait for a disk that does not answer either, and writes nothing twice', async () => {
    const { thread, commits, started } = slowThread();
    const writer = new HistoryWriter(thread, { batchTicks: 1, firstPauseMs: 1, slowMs: 5 });
    expect(await writer.offer(offer('a', [1]))).toBeNull();
    expect(await writer.offer(offer('a', [2]))).toBeNull();
    expect(writer.state).toMatchObject({ queuedTicks: 2, error: 'the disk of the history takes seconds to answer' });
    expect(commits).toHaveLength(1);
    commits[0]?.end();
    await started(2);
    expect(writer.state.error).toBeNull();
    commits[1]?.end();
    await writer.flush();
    expect(commits.map(({ seqs }) => seqs)).toEqual([[[1]], [[2]]]);
    expect(writer.state).toMatchObject({ queuedTicks: 0, committedTicks: 2 });
  });

  it('tells the store of a host before its ticks, also when it could not at first', async () => {
    const { thread, commits, started, told, introduced } = slowThread();
    introduced(() => Promise.reject(new HistoryError('the history is not open')));
    const writer = new HistoryWriter(thread, { batchTicks: 1, firstPauseMs: 1 });
    await writer.introduce({ facts: FACTS, session: 'session-0001' });
    expect(writer.state.error).toBe('the history is not open');
    expect(await writer.offer(offer(FACTS.hostId, [1]))).toBeNull();
    expect(commits).toEqual([]);
    introduced(async () => undefined);
    await started(1);
    expect(new Set(told)).toEqual(new Set([FACTS.hostId]));
    const before = told.length;
    commits[0]?.fail('Host host-0001 has not introduced itself.', 'unknown-host');
    await started(2);
    expect(told.length).toBe(before + 1);
    commits[1]?.end();
    await writer.flush();
    expect(writer.state).toMatchObject({ queuedTicks: 0, committedTicks: 1, error: null });
  });

  it('leaves out all that follows what it had no room for, until the session begins again', async () => {
    const { thread, commits, started } = slowThread();
    const writer = new HistoryWriter(thread, { batchTicks: 1, firstPauseMs: 1, maxHostBytes: 1000 });
    const { hostId } = FACTS;
    const first = writer.offer(offer(hostId, [1]));
    commits[0]?.fail();
    expect(await first).toBeNull();
    await expect(writer.offer(offer(hostId, [2], 100))).rejects.toMatchObject({ again: false });
    await expect(writer.offer(offer(hostId, [3]))).rejects.toMatchObject({ again: false });
    await started(2);
    commits[1]?.end();
    await writer.flush();
    await expect(writer.offer(offer(hostId, [4]))).rejects.toMatchObject({ again: true });
    await writer.introduce({ facts: FACTS, session: 'session-0001' });
    const again = writer.offer(offer(hostId, [2, 3, 4]));
    await started(3);
    commits[2]?.end();
    expect(await again).toBe(4);
    expect(commits.map(({ seqs }) => seqs)).toEqual([[[1]], [[1]], [[2, 3, 4]]]);
  });

  it('rejects what waits with a tick that can never be written, and takes nothing behind it', async () => {
    const { thread, commits } = slowThread();
    const writer = new HistoryWriter(thread, { batchTicks: 1 });
    const answers = [writer.offer(offer('a', [1])), writer.offer(offer('b', [2]))];
    commits[0]?.fail('Tick 1 of host a has an infinite value.', 'bad-batch');
    const settled = await Promise.allSettled(answers);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(writer.state).toMatchObject({ queuedTicks: 0, failures: 1 });
    await expect(writer.offer(offer('b', [3]))).rejects.toMatchObject({ again: true });
  });

  it('takes no more than it may hold, of one host and of all', async () => {
    const { thread, commits, started } = slowThread();
    const writer = new HistoryWriter(thread, { batchTicks: 1, maxHostBytes: 1000, maxBytes: 2500 });
    const large = writer.offer(offer('a', [1], 150));
    await expect(writer.offer(offer('a', [2], 1))).rejects.toBeInstanceOf(Overloaded);
    const other = writer.offer(offer('b', [1], 10));
    await expect(writer.offer(offer('c', [1], 100))).rejects.toBeInstanceOf(Overloaded);
    commits[0]?.end();
    expect(await large).toBe(1);
    await started(2);
    commits[1]?.end();
    expect(await other).toBe(1);
  });

  it('flushes all that waits', async () => {
    const { thread, commits, started } = slowThread();
    const writer = new HistoryWriter(thread, { batchMs: 60_000 });
    const answer = writer.offer(offer('a', [1]));
    const flushed = writer.flush();
    await started(1);
    commits[0]?.end();
    await flushed;
    expect(await answer).toBe(1);
  });

  it('ends with what cannot be written, which agents keep', async () => {
    const { thread, commits } = slowThread();
    const writer = new HistoryWriter(thread, { batchTicks: 1, firstPauseMs: 60_000 });
    const answer = writer.offer(offer('a', [1]));
    commits[0]?.fail();
    expect(await answer).toBeNull();
    await writer.flush();
    expect(writer.state).toMatchObject({ queuedTicks: 1, error: 'disk full' });
  });
});

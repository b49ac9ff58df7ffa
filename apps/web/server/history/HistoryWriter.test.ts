import { describe, expect, it } from 'vitest';
import { HistoryWriter, type Offer, Overloaded } from './HistoryWriter.ts';
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
  const commits: { readonly seqs: readonly (readonly number[])[]; end(): void; fail(): void }[] = [];
  let told: (() => void) | undefined;
  const call = <K extends CallName>(_: K, ...args: CallArgs<K>): Promise<CallResult<K>> => {
    const [batches] = args as CallArgs<'append'>;
    return new Promise((resolve, reject) => {
      const seqs = batches.map(({ ticks }) => ticks.map(({ seq }) => seq));
      commits.push({
        seqs,
        end: () => resolve(seqs.map((of) => of.at(-1) ?? 0) as unknown as CallResult<K>),
        fail: () => reject(new HistoryError('disk full', 'SQLITE_FULL')),
      });
      told?.();
    });
  };
  const started = async (count: number): Promise<void> => {
    while (commits.length < count)
      await new Promise<void>((resolve) => {
        told = resolve;
      });
  };
  return { thread: { call }, commits, started };
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

  it('rejects what waits behind a failed transaction, so that no gap is ever written', async () => {
    const { thread, commits, started } = slowThread();
    const writer = new HistoryWriter(thread, { batchTicks: 1 });
    const answers = [writer.offer(offer('a', [1])), writer.offer(offer('a', [2]))];
    commits[0]?.fail();
    const settled = await Promise.allSettled(answers);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(commits).toHaveLength(1);
    expect(writer.state).toMatchObject({ queuedTicks: 0, failures: 1, error: 'disk full' });
    const again = writer.offer(offer('a', [1, 2]));
    await started(2);
    commits[1]?.end();
    expect(await again).toBe(2);
    expect(writer.state.error).toBeNull();
  });

  it('takes no more than it may hold, of one host and of all', async () => {
    const { thread, commits, started } = slowThread();
    const writer = new HistoryWriter(thread, { batchTicks: 1, maxHostBytes: 100, maxBytes: 250 });
    const large = writer.offer(offer('a', [1], 20));
    await expect(writer.offer(offer('a', [2], 1))).rejects.toBeInstanceOf(Overloaded);
    const other = writer.offer(offer('b', [1], 10));
    await expect(writer.offer(offer('c', [1], 10))).rejects.toBeInstanceOf(Overloaded);
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
});

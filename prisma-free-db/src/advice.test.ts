import { describe, expect, it } from 'vitest';
import { openStore } from './openStore.ts';
import { HOST, helloOf } from './testing/hello.ts';

const store = () => {
  const opened = openStore(':memory:');
  opened.saveHost(helloOf(), 1000);
  return opened;
};
const event = (timeMs: number, kind = 'opened', adviceId = 'rule:host') => ({ timeMs, kind, adviceId, dataJson: '{}' });

describe('advice in the store', () => {
  it('keeps events by time, the newest first', () => {
    const kept = store();
    kept.addAdviceEvents(HOST, [event(1000), event(2000, 'closed'), event(3000)]);
    const query = { hostId: HOST, fromMs: 1500, toMs: 3000, limit: 10 };
    expect(kept.adviceEvents(query)).toEqual([event(3000), event(2000, 'closed')]);
    expect(kept.adviceEvents({ ...query, limit: 1 })).toEqual([event(3000)]);
    expect(kept.adviceEvents({ ...query, hostId: 'other' })).toEqual([]);
  });

  it('keeps the newest ten thousand of a host', () => {
    const kept = store();
    kept.addAdviceEvents(
      HOST,
      Array.from({ length: 10_003 }, (_, n) => event(n)),
    );
    const all = kept.adviceEvents({ hostId: HOST, fromMs: 0, toMs: 1e9, limit: 20_000 });
    expect(all).toHaveLength(10_000);
    expect(all.at(-1)?.timeMs).toBe(3);
  });

  it('leaves out what is about a host that it does not know', () => {
    const kept = store();
    kept.addAdviceEvents('other', [event(1)]);
    kept.setAdviceMark({ hostId: 'other', adviceId: 'a', dataJson: '{}' });
    expect(kept.adviceMarks()).toEqual([]);
  });

  it('has one mark for each advice', () => {
    const kept = store();
    kept.setAdviceMark({ hostId: HOST, adviceId: 'a', dataJson: '1' });
    kept.setAdviceMark({ hostId: HOST, adviceId: 'a', dataJson: '2' });
    expect(kept.adviceMarks()).toEqual([{ hostId: HOST, adviceId: 'a', dataJson: '2' }]);
    kept.clearAdviceMark(HOST, 'a');
    expect(kept.adviceMarks()).toEqual([]);
  });
});

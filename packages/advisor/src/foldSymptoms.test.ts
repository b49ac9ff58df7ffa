import { sameWords } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { adviceOf } from './adviceFixture.ts';
import { foldSymptoms } from './foldSymptoms.ts';

describe('foldSymptoms', () => {
  const errors = adviceOf('link-errors');
  const loss = adviceOf('tcp-retrans-high');
  const spurious = adviceOf('tcp-spurious-rto');
  const yields = new Map([
    ['tcp-retrans-high:host', ['nic-ring-drops', 'link-errors']],
    ['tcp-spurious-rto:host', ['tcp-retrans-high']],
  ]);

  it('tells a symptom with its root, through several steps', () => {
    expect(foldSymptoms([loss, errors, spurious], yields)).toEqual([
      { ...errors, explains: [sameWords('about tcp-retrans-high'), sameWords('about tcp-spurious-rto')] },
    ]);
  });

  it('tells a symptom by itself while no root is open', () => {
    expect(foldSymptoms([loss], yields)).toEqual([loss]);
    expect(foldSymptoms([], yields)).toEqual([]);
  });
});

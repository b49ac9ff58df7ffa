import { expect, it } from 'vitest';
import { onlyOne } from './onlyOne.ts';

it('is held by one at a time, and by the next as soon as that lets go', async () => {
  const what = `test-${process.pid}`;
  const seen: string[] = [];
  const first = await onlyOne(what);
  const second = onlyOne(what).then((held) => {
    seen.push('second');
    return held;
  });
  await using _other = await onlyOne(`${what}-other`);
  seen.push('let go');
  await first[Symbol.asyncDispose]();
  await using _second = await second;
  expect(seen).toEqual(['let go', 'second']);
});

import { expect, it } from 'vitest';
import { adviceOf } from './adviceFixture.ts';
import { withReach } from './withReach.ts';

const change = (tunable: string) => ({ tunable, namespace: 'host', current: '1', proposed: '2' });

it('says of each change when it acts and how far', () => {
  const [somaxconn, rmemMax, unknown] = withReach(
    adviceOf('a', { changes: [change('net.core.somaxconn'), change('net.core.rmem_max'), change('net.no.such')] }),
  ).changes;
  expect(somaxconn).toMatchObject({ takesEffect: 'next-listen', scope: 'namespace' });
  expect(rmemMax).toMatchObject({ takesEffect: 'new-sockets', scope: 'global-readonly' });
  expect(unknown).toEqual(change('net.no.such'));
  const ring = { ...change('ethtool.rings.rx'), device: 'eth0' };
  expect(withReach(adviceOf('b', { changes: [ring] })).changes).toEqual([
    { ...ring, takesEffect: 'at-once', scope: 'device' },
  ]);
});

import { expect, onTestFinished, test } from 'vitest';
import { openRtnetlinkRoute } from './rtnetlinkRoute.ts';

test('reads this kernel without any privilege, and names its place', async () => {
  const source = openRtnetlinkRoute({ procRoot: '/proc', sysRoot: '/sys' });
  onTestFinished(source.close);
  expect(source.path).toBe('NETLINK_ROUTE RTM_GETROUTE');
  for (const { family, count } of await source.read(5000)) {
    expect(family).toMatch(/^ipv[46]$/);
    expect(count).toBeGreaterThan(0);
  }
  source.close();
  await expect(source.read(5000)).rejects.toMatchObject({ code: 'closed' });
});

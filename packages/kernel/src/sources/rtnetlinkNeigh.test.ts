import { expect, onTestFinished, test } from 'vitest';
import { openRtnetlinkNeigh } from './rtnetlinkNeigh.ts';

test('reads this kernel without any privilege, and names its place', async () => {
  const source = openRtnetlinkNeigh({ procRoot: '/proc', sysRoot: '/sys' });
  onTestFinished(source.close);
  expect(source.path).toBe('NETLINK_ROUTE RTM_GETNEIGH');
  for (const { family } of await source.read(5000)) expect(family).toMatch(/^ipv[46]$/);
  source.close();
  await expect(source.read(5000)).rejects.toMatchObject({ code: 'closed' });
});

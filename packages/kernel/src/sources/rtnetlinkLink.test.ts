import { expect, onTestFinished, test } from 'vitest';
import { openRtnetlinkLink } from './rtnetlinkLink.ts';

test('reads this kernel without any privilege, and names its place', async () => {
  const source = openRtnetlinkLink({ procRoot: '/proc', sysRoot: '/sys' });
  onTestFinished(source.close);
  expect(source.path).toBe('NETLINK_ROUTE RTM_GETLINK');
  expect((await source.read(5000)).map(({ device }) => device)).toContain('lo');
  source.close();
  await expect(source.read(5000)).rejects.toMatchObject({ code: 'closed' });
});

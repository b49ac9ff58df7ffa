import { expect, onTestFinished, test } from 'vitest';
import { openRtnetlinkQdisc } from './rtnetlinkQdisc.ts';

test('reads this kernel without any privilege, and names its place', async () => {
  const source = openRtnetlinkQdisc({ procRoot: '/proc', sysRoot: '/sys' });
  onTestFinished(source.close);
  expect(source.path).toBe('NETLINK_ROUTE RTM_GETQDISC');
  for (const { kind, parent } of await source.read(5000)) expect([kind, parent]).not.toContain('');
  source.close();
  await expect(source.read(5000)).rejects.toMatchObject({ code: 'closed' });
});

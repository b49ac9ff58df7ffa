import { expect, it } from 'vitest';
import { changesIn, contextOf, dumpsOf, findingsOf, NOTHING_OPEN, socketRow, told } from '../contextFixture.ts';
import { settingRmemDefaultRaised } from './setting-rmem-default-raised.ts';

const NAME = 'net.core.rmem_default';

it('speaks above 4 MiB, and proposes the default of the kernel', () => {
  expect(findingsOf(settingRmemDefaultRaised, { [NAME]: '4194304' })).toEqual([]);
  const [finding] = findingsOf(settingRmemDefaultRaised, { [NAME]: '8388608' });
  expect(finding).toMatchObject({
    severity: 'info',
    title: 'Every new UDP, raw and Unix socket gets 8.00 MiB of receive buffer, asked for or not',
  });
  expect(finding?.why).toContain('it is 39 times');
  expect(finding?.why).toContain('net.ipv4.tcp_rmem');
  expect(changesIn(finding)).toEqual(['net.core.rmem_default=212992']);
  expect(findingsOf(settingRmemDefaultRaised, {})).toEqual([]);
});

it('is silent while a UDP socket makes use of it', () => {
  const holding = (rmemAlloc: number, rcvbuf = 16_777_216) =>
    told(
      settingRmemDefaultRaised,
      contextOf(
        {},
        {
          tunables: { [NAME]: '16777216' },
          sockets: dumpsOf('udp', [[socketRow({ protocol: 'udp', rcvbuf, rmemAlloc })]]),
        },
      ),
      NOTHING_OPEN,
    );
  expect(holding(212_992)).toHaveLength(1);
  expect(holding(212_993)).toEqual([]);
  expect(holding(212_993, 8_388_608)).toHaveLength(1);
});

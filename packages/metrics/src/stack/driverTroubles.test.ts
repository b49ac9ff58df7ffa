import { describe, expect, it } from 'vitest';
import { readDriverTroubles } from './driverTroubles.ts';
import { english } from './english.ts';
import { ID } from './ids.ts';
import { grows, type Samples, windowOf } from './stackFixture.ts';

const read = (samples: Samples) => english(readDriverTroubles(windowOf(samples)));
const of = (statistic: string) => `${ID.driver.device}{device=eth0,statistic=${statistic}}`;

describe('what a driver counts as lost', () => {
  it.each([
    'rx_missed_errors',
    'rx_no_buffer_count',
    'rx_no_dma_resources',
    'rx_out_of_buffer',
    'rx_discards_phy',
    'rx_discards',
    'rx_fifo_errors',
    'rx_over_errors_overrun',
    'rx_dropped',
    'tx_dropped',
    'rx_queue_dropped',
    'rx_drops',
    'rx_alloc_failed',
    'rx_dma_map_err',
  ])('%s', (statistic) => {
    expect(read({ [of(statistic)]: grows(3) }).signals).toEqual([
      { state: 'busy', text: `eth0: packets lost in the card or its driver (${statistic}): 3/s` },
    ]);
  });

  it.each([
    'rx_packets',
    'rx_crc_errors',
    'tx_timeout_count',
    'rx_fdir_filter_drop',
    'rx_xdp_drop',
    'rx_vlan_dropped',
    'rx_pause',
    'permission',
    'hardware_reset_count',
  ])('but not %s', (statistic) => {
    expect(read({ [of(statistic)]: grows(3) }).troubles).toEqual([]);
  });

  it('under several names is one trouble, that of the name that counts most', () => {
    const { troubles } = read({
      [of('rx_missed_errors')]: grows(2),
      [of('rx_no_buffer_count')]: grows(9),
      [`${ID.driver.queue}{device=eth0,queue=rx-1,statistic=drops}`]: grows(4),
      [`${ID.driver.standard}{device=eth1,statistic=eth-mac-FramesLostDueToIntMACRcvError}`]: grows(1),
    });
    expect(troubles.map(({ title, perSecond, metric }) => [title, perSecond, metric])).toEqual([
      ['eth0: packets lost in the card or its driver (rx_no_buffer_count and 2 more)', 9, 'link.driverStats.value'],
      [
        'eth1: packets lost in the card or its driver (eth-mac-FramesLostDueToIntMACRcvError)',
        1,
        'link.standardStats.value',
      ],
    ]);
  });

  it('that stands still says nothing', () => {
    expect(read({ [of('rx_missed_errors')]: 900 }).troubles).toEqual([]);
  });
});

describe('pause frames', () => {
  it.each([
    [0, undefined],
    [9, 'calm'],
    [10, 'calm'],
    [11, 'busy'],
  ])('at %s/s: %s', (perSecond, state) => {
    const { troubles } = read({ [`${ID.pause.rxFrames}{device=eth0}`]: grows(perSecond) });
    expect(troubles[0]?.state).toBe(state);
  });

  it('say which end is full', () => {
    const { signals } = read({
      [`${ID.pause.rxFrames}{device=eth0}`]: grows(50),
      [`${ID.pause.txFrames}{device=eth0}`]: grows(20),
    });
    expect(signals.map(({ text }) => text)).toEqual([
      'eth0: told to stop sending (pause frames), the network ahead is full: 50/s',
      'eth0: told the other end to stop (pause frames), its receive ring was nearly full: 20/s',
    ]);
  });
});

import { expect, test } from 'vitest';
import { queueOf } from './queueOf.ts';

test.each([
  ['rx0_drops', 'rx-0', 'drops'],
  ['tx12_xdp_tx_drops', 'tx-12', 'xdp_tx_drops'],
  ['tx_queue_3_packets', 'tx-3', 'packets'],
  ['rx_queue_100_bytes', 'rx-100', 'bytes'],
  ['rx_queue_0_xdp_drops', 'rx-0', 'xdp_drops'],
  ['tx-0.packets', 'tx-0', 'packets'],
  ['rx-7.rx_bytes', 'rx-7', 'rx_bytes'],
  ['rx_0_pkts', 'rx-0', 'pkts'],
  ['txq0_dropped', 'tx-0', 'dropped'],
  ['rxq2: drops', 'rx-2', 'drops'],
  ['queue_4_tx_cnt', 'tx-4', 'cnt'],
  ['q0_rx_pkt_n', 'rx-0', 'pkt_n'],
  ['rvec_1_tx_pkts', 'tx-1', 'pkts'],
  ['[2]: rx_ucast_packets', 'rx-2', 'ucast_packets'],
  ['[2]: tpa_packets', 'channel-2', 'tpa_packets'],
  ['0: rcv_pkts', 'channel-0', 'rcv_pkts'],
  ['Queue[3] InPackets', 'channel-3', 'InPackets'],
  ['ch5_events', 'channel-5', 'events'],
  ['rx_posted_desc[1]', 'rx-1', 'posted_desc'],
])('%s is of %s', (name, queue, statistic) => {
  expect(queueOf(name)).toEqual({ queue, statistic });
});

test.each([
  'rx_drops',
  'rx_64_bytes_phy',
  'tx_65_to_127_byte_packets',
  'rx_1024_to_1518_byte_packets',
  'rx_size_64',
  'rx_prio0_bytes',
  'port.rx_size_127',
  'rx_no_buffer_count',
  'tx_timeout_count',
  'multicast',
  'rx_queue_x_packets',
  '',
])('%s names no queue', (name) => {
  expect(queueOf(name)).toBeUndefined();
});

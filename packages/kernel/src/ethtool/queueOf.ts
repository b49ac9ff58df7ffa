/** A statistic's name, less the queue that it names. */
export interface QueueStatistic {
  /** `rx-0`, `tx-12` as in /sys/class/net/DEV/queues; `channel-3` for a pair of both. */
  readonly queue: string;
  readonly statistic: string;
}

/**
 * From here on a number behind rx or tx may be the size of a frame: `rx_64_bytes_phy`, `tx_128_to_255_byte_packets`. Names that say
 * "queue" are meant as such whatever their number.
 */
const SMALLEST_FRAME = 63;

type Match = (groups: readonly string[]) => QueueStatistic | undefined;
const named: Match = ([way = '', queue = '', statistic = '']) => ({
  queue: `${way.toLowerCase()}-${queue}`,
  statistic,
});
const numbered: Match = ([queue = '', way = 'channel', statistic = '']) => ({
  queue: `${way.toLowerCase()}-${queue}`,
  statistic,
});

/** How drivers name a queue's own statistics, each with one that does. */
const FORMS: readonly (readonly [RegExp, Match])[] = [
  // tx_queue_0_packets (ixgbe, ice, veth, hv_netvsc), txq0_packets (hns3), rxq0: drops
  [/^(rx|tx)_?(?:queue|q)[-_]?(\d+)(?:_|: ?|\.)(.+)$/i, named],
  // rx0_drops (virtio_net, mlx5), tx-0.packets (i40e, sfc), rx_0_pkts (ionic)
  [/^(rx|tx)[-_]?(\d+)[_.](.+)$/i, (groups) => (Number(groups[1]) >= SMALLEST_FRAME ? undefined : named(groups))],
  // queue_0_tx_cnt (ena), q0_rx_pkt_n (stmmac), rvec_0_tx_pkts (nfp)
  [/^(?:queue|q|rvec)_?(\d+)_(rx|tx)_(.+)$/i, numbered],
  // [0]: rx_ucast_packets (bnxt_en, bnx2x), 0: rcv_pkts (qede)
  [/^\[?(\d+)\]?: ?(rx|tx)_(.+)$/i, numbered],
  [/^\[?(\d+)\]?: ?()(.+)$/, ([queue, , statistic]) => numbered([queue ?? '', 'channel', statistic ?? ''])],
  // Queue[0] InPackets (atlantic), ch0_events (mlx5)
  [
    /^(?:Queue\[|ch)(\d+)(?:\] |_)()(.+)$/,
    ([queue, , statistic]) => numbered([queue ?? '', 'channel', statistic ?? '']),
  ],
  // rx_posted_desc[0] (gve)
  [/^(rx|tx)_(.+)\[(\d+)\]$/i, ([way = '', statistic = '', queue = '']) => named([way, queue, statistic])],
];

/** Undefined for a name that names no queue, or in a way that no known driver uses. */
export function queueOf(name: string): QueueStatistic | undefined {
  for (const [form, match] of FORMS) {
    const groups = form.exec(name);
    const found = groups === null ? undefined : match(groups.slice(1));
    if (found !== undefined) return found;
  }
  return undefined;
}

import type { BbrInfo, DctcpInfo, VegasInfo } from '@netstrata/kernel/types';
import { type FieldText, inetField, madeTcpField, tcpField } from './define.ts';
import type { SocketField } from './types.ts';

const CA_STATES = ['open', 'disorder', 'CWR', 'recovery', 'loss'];
/** TCP_INFINITE_SSTHRESH: slow start was never left. */
const NO_SSTHRESH = 0x7fff_ffff;

const bbrField = (id: string, text: Omit<FieldText, 'group'>, pick: (bbr: BbrInfo) => number): SocketField =>
  inetField(id, { ...text, group: 'congestion' }, ({ bbr }) => bbr && pick(bbr));
const vegasField = (id: string, text: Omit<FieldText, 'group'>, pick: (vegas: VegasInfo) => number): SocketField =>
  inetField(id, { ...text, group: 'congestion' }, ({ vegas }) => (vegas?.enabled ? pick(vegas) : undefined));
const dctcpField = (id: string, text: Omit<FieldText, 'group'>, pick: (dctcp: DctcpInfo) => number): SocketField =>
  inetField(id, { ...text, group: 'congestion' }, ({ dctcp }) => (dctcp?.enabled ? pick(dctcp) : undefined));

/** What decides how fast a socket sends. */
export const congestionFields = (): readonly SocketField[] => [
  inetField(
    'congestionControl',
    {
      group: 'congestion',
      title: 'Algorithm',
      help: 'Which congestion control this socket uses: net.ipv4.tcp_congestion_control, unless the program chose another.',
      kernelName: 'INET_DIAG_CONG',
      unit: 'text',
    },
    ({ congestionControl }) => congestionControl,
  ),
  madeTcpField(
    'caState',
    {
      group: 'congestion',
      title: 'State',
      help: 'open: all is well. disorder: duplicates hint at reordering or loss. CWR: slowed down after a congestion mark. recovery: lost segments are sent again. loss: a timeout, sending begins anew.',
      kernelName: 'tcpi_ca_state',
      unit: 'text',
    },
    ({ caState }) => CA_STATES[caState],
  ),
  tcpField('sndCwnd', {
    group: 'congestion',
    title: 'Congestion window',
    help: 'Segments that may be under way at once. When as many are, the network is what limits.',
    kernelName: 'tcpi_snd_cwnd',
    unit: 'segments',
  }),
  madeTcpField(
    'sndSsthresh',
    {
      group: 'congestion',
      title: 'Slow start threshold',
      help: 'Up to here the window doubles each round trip, above it grows gently. Not there until the first loss.',
      kernelName: 'tcpi_snd_ssthresh',
      unit: 'segments',
    },
    ({ sndSsthresh }) => (sndSsthresh >= NO_SSTHRESH ? undefined : sndSsthresh),
  ),
  tcpField('unacked', {
    group: 'congestion',
    title: 'Under way',
    help: 'Segments sent and not acknowledged.',
    kernelName: 'tcpi_unacked',
    unit: 'segments',
  }),
  tcpField('pacingRateBytesPerSecond', {
    group: 'congestion',
    title: 'Pacing rate',
    help: 'How fast segments are let out. Only paced where the fq qdisc or BBR asks for it; otherwise it sizes bursts.',
    kernelName: 'tcpi_pacing_rate',
    unit: 'bytes/s',
  }),
  tcpField('maxPacingRateBytesPerSecond', {
    group: 'congestion',
    title: 'Its limit',
    help: 'Set by the program with SO_MAX_PACING_RATE.',
    kernelName: 'tcpi_max_pacing_rate',
    unit: 'bytes/s',
  }),
  bbrField(
    'bbrBandwidth',
    {
      title: 'BBR: bandwidth of the path',
      help: 'The highest delivery rate of the last ten round trips.',
      kernelName: 'bbr_bw_lo, bbr_bw_hi',
      unit: 'bytes/s',
    },
    ({ bandwidthBytesPerSecond }) => bandwidthBytesPerSecond,
  ),
  bbrField(
    'bbrMinRtt',
    {
      title: 'BBR: shortest round trip',
      help: 'Of the last ten seconds. Bandwidth times this is what the path holds.',
      kernelName: 'bbr_min_rtt',
      unit: 'microseconds',
    },
    ({ minRttUs }) => minRttUs,
  ),
  bbrField(
    'bbrPacingGain',
    {
      title: 'BBR: pacing gain',
      help: 'Pacing rate against that bandwidth: above 1 it looks for more, below 1 it empties queues. 2.89 is the start.',
      kernelName: 'bbr_pacing_gain',
      unit: 'share',
    },
    ({ pacingGain }) => pacingGain,
  ),
  bbrField(
    'bbrCwndGain',
    {
      title: 'BBR: window gain',
      help: 'Congestion window against what the path holds.',
      kernelName: 'bbr_cwnd_gain',
      unit: 'share',
    },
    ({ cwndGain }) => cwndGain,
  ),
  vegasField(
    'vegasRtt',
    {
      title: 'Vegas: round trip',
      help: 'As the algorithm sees it; Vegas, Veno, Westwood and Illinois tell it.',
      kernelName: 'tcpv_rtt',
      unit: 'microseconds',
    },
    ({ rttUs }) => rttUs,
  ),
  vegasField(
    'vegasMinRtt',
    {
      title: 'Vegas: shortest round trip',
      help: 'The path without queues, as the algorithm sees it.',
      kernelName: 'tcpv_minrtt',
      unit: 'microseconds',
    },
    ({ minRttUs }) => minRttUs,
  ),
  vegasField(
    'vegasRttCount',
    {
      title: 'Vegas: round trips measured',
      help: 'Within the last round trip.',
      kernelName: 'tcpv_rttcnt',
      unit: 'count',
    },
    ({ rttCount }) => rttCount,
  ),
  dctcpField(
    'dctcpAlpha',
    {
      title: 'DCTCP: marked share',
      help: 'Running estimate of how many bytes come back marked: the window shrinks by half of it.',
      kernelName: 'dctcp_alpha',
      unit: 'share',
    },
    ({ alpha }) => alpha,
  ),
  dctcpField(
    'dctcpCeState',
    {
      title: 'DCTCP: mark seen last',
      help: '1 while marked packets arrive.',
      kernelName: 'dctcp_ce_state',
      unit: 'count',
    },
    ({ ceState }) => ceState,
  ),
  dctcpField(
    'dctcpEcnBytes',
    {
      title: 'DCTCP: bytes marked',
      help: 'Acknowledged with a mark in the last round trip.',
      kernelName: 'dctcp_ab_ecn',
      unit: 'bytes',
    },
    ({ ecnBytes }) => ecnBytes,
  ),
  dctcpField(
    'dctcpTotalBytes',
    {
      title: 'DCTCP: bytes in all',
      help: 'Acknowledged in the last round trip; the marked share is of these.',
      kernelName: 'dctcp_ab_tot',
      unit: 'bytes',
    },
    ({ totalBytes }) => totalBytes,
  ),
];

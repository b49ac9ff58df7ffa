import type { MptcpInfo, MptcpSubflowInfo } from '@netstrata/kernel/types';
import { type FieldText, inetField, madeTcpField } from './define.ts';
import type { SocketField } from './types.ts';

/** TCPI_OPT_*, lowest bit first, in the words of ss. */
const TCP_OPTIONS = ['ts', 'sack', 'wscale', 'ecn', 'ecnseen', 'fastopen', 'usec_ts', 'tfo_child'];
const FASTOPEN_FAILURES = [
  undefined,
  'no cookie',
  'no answer to the SYN with data',
  'the SYN was sent again without data',
];
const MPTCP_FLAGS = ['fallback', 'remote_key'];

/** What both sides agreed on. */
export const negotiatedFields = (): readonly SocketField[] => [
  madeTcpField(
    'tcpOptions',
    {
      group: 'negotiated',
      title: 'TCP options',
      help: 'ts: timestamps. sack: gaps are told apart. wscale: windows above 64 KiB. ecn: queues may mark instead of drop; ecnseen: they did. fastopen: data went with the SYN.',
      kernelName: 'tcpi_options',
      unit: 'text',
    },
    ({ options }) => TCP_OPTIONS.filter((_, bit) => ((options >> bit) & 1) === 1).join(', ') || 'none',
  ),
  madeTcpField(
    'fastopenClientFail',
    {
      group: 'negotiated',
      title: 'Fast open failed',
      help: 'Why data could not go with the SYN although the program asked for it.',
      kernelName: 'tcpi_fastopen_client_fail',
      unit: 'text',
    },
    ({ fastopenClientFail }) => FASTOPEN_FAILURES[fastopenClientFail],
  ),
  madeTcpField(
    'accecn',
    {
      group: 'negotiated',
      title: 'Accurate ECN',
      help: 'Whether the option with byte counts was seen, and how the negotiation failed where it did. Since Linux 6.18.',
      kernelName: 'tcpi_accecn_opt_seen, tcpi_accecn_fail_mode',
      unit: 'text',
    },
    ({ accecnOptSeen, accecnFailMode }) =>
      accecnOptSeen || accecnFailMode
        ? `option seen 0x${(accecnOptSeen ?? 0).toString(16)}, failed 0x${(accecnFailMode ?? 0).toString(16)}`
        : undefined,
  ),
];

type MptcpText = Omit<FieldText, 'group'>;
const mptcpField = (
  id: string,
  text: MptcpText,
  pick: (mptcp: MptcpInfo) => ReturnType<SocketField['pick']>,
): SocketField =>
  inetField(id, { ...text, group: 'mptcp' }, ({ mptcp, state }) =>
    mptcp === undefined || state === 'listen' ? undefined : pick(mptcp),
  );

/** MPTCP_SUBFLOW_FLAG_*, lowest bit first. */
const SUBFLOW_FLAGS = [
  'capable there',
  'capable here',
  'joined there',
  'joined here',
  'backup there',
  'backup here',
  'fully established',
  'connected',
  'mapping valid',
];
const subflowField = (
  id: string,
  text: MptcpText,
  pick: (subflow: MptcpSubflowInfo) => ReturnType<SocketField['pick']>,
): SocketField => inetField(id, { ...text, group: 'mptcp' }, ({ subflow }) => subflow && pick(subflow));

const ofMost = (used: number | undefined, most: number | undefined): string | undefined =>
  used === undefined || most === undefined ? undefined : `${used} of ${most}`;

/** Of an MPTCP connection as a whole; each of its paths is a TCP socket of its own. */
export const mptcpFields = (): readonly SocketField[] => [
  mptcpField(
    'mptcpSubflows',
    {
      title: 'Further paths',
      help: 'Paths besides the first, against how many are allowed (ip mptcp limits).',
      kernelName: 'mptcpi_subflows, mptcpi_subflows_max',
      unit: 'text',
    },
    ({ subflows, subflowsMax }) => ofMost(subflows, subflowsMax),
  ),
  mptcpField(
    'mptcpSubflowsTotal',
    {
      title: 'Paths in all',
      help: 'The first included. Since Linux 6.6.',
      kernelName: 'mptcpi_subflows_total',
      unit: 'count',
    },
    ({ subflowsTotal }) => subflowsTotal,
  ),
  mptcpField(
    'mptcpFlags',
    {
      title: 'Flags',
      help: 'remote_key: the other side speaks MPTCP. fallback: something on the way took the options out, and it is plain TCP now.',
      kernelName: 'mptcpi_flags',
      unit: 'text',
    },
    ({ flags }) => MPTCP_FLAGS.filter((_, bit) => ((flags >> bit) & 1) === 1).join(', ') || 'none',
  ),
  mptcpField(
    'mptcpToken',
    {
      title: 'Token',
      help: 'Names the connection when paths are added to it.',
      kernelName: 'mptcpi_token',
      unit: 'text',
    },
    ({ token }) => token.toString(16),
  ),
  mptcpField(
    'mptcpAddresses',
    {
      title: 'Addresses announced',
      help: 'Of ours that the other side was told, against how many may be.',
      kernelName: 'mptcpi_add_addr_signal, mptcpi_add_addr_signal_max',
      unit: 'text',
    },
    ({ addAddrSignal, addAddrSignalMax }) => ofMost(addAddrSignal, addAddrSignalMax),
  ),
  mptcpField(
    'mptcpAddressesAccepted',
    {
      title: 'Addresses taken',
      help: 'Of the other side’s, against how many may be.',
      kernelName: 'mptcpi_add_addr_accepted, mptcpi_add_addr_accepted_max',
      unit: 'text',
    },
    ({ addAddrAccepted, addAddrAcceptedMax }) => ofMost(addAddrAccepted, addAddrAcceptedMax),
  ),
  mptcpField(
    'mptcpUnacked',
    {
      title: 'Not acknowledged',
      help: 'Bytes written to the connection and not confirmed on any path.',
      kernelName: 'mptcpi_write_seq, mptcpi_snd_una',
      unit: 'bytes',
    },
    ({ writeSeq, sndUna }) => (writeSeq < sndUna ? undefined : Number(writeSeq - sndUna)),
  ),
  mptcpField(
    'mptcpChecksum',
    {
      title: 'Checksums',
      help: 'Whether data is protected by checksums of its own.',
      kernelName: 'mptcpi_csum_enabled',
      unit: 'boolean',
    },
    ({ csumEnabled }) => (csumEnabled === undefined ? undefined : csumEnabled !== 0),
  ),
  mptcpField(
    'mptcpBytesSent',
    {
      title: 'Bytes sent',
      help: 'On all paths. Since Linux 6.5.',
      kernelName: 'mptcpi_bytes_sent',
      unit: 'bytes',
      kind: 'counter',
    },
    ({ bytesSent }) => bytesSent,
  ),
  mptcpField(
    'mptcpBytesReceived',
    {
      title: 'Bytes received',
      help: 'On all paths. Since Linux 6.5.',
      kernelName: 'mptcpi_bytes_received',
      unit: 'bytes',
      kind: 'counter',
    },
    ({ bytesReceived }) => bytesReceived,
  ),
  mptcpField(
    'mptcpBytesAcked',
    {
      title: 'Bytes acknowledged',
      help: 'On all paths. Since Linux 6.5.',
      kernelName: 'mptcpi_bytes_acked',
      unit: 'bytes',
      kind: 'counter',
    },
    ({ bytesAcked }) => bytesAcked,
  ),
  mptcpField(
    'mptcpBytesRetrans',
    {
      title: 'Bytes sent again',
      help: 'On another path or the same. Since Linux 6.5.',
      kernelName: 'mptcpi_bytes_retrans',
      unit: 'bytes',
      kind: 'counter',
    },
    ({ bytesRetrans }) => bytesRetrans,
  ),
  mptcpField(
    'mptcpRetransmits',
    {
      title: 'Retransmissions',
      help: 'Pieces of data given to a path again because another did not deliver them.',
      kernelName: 'mptcpi_retransmits',
      unit: 'events',
      kind: 'counter',
    },
    ({ retransmits }) => retransmits,
  ),
  subflowField(
    'subflowToken',
    {
      title: 'Path of connection',
      help: 'This TCP socket is one path of an MPTCP connection: the token that names it here, as that socket shows it.',
      kernelName: 'MPTCP_SUBFLOW_ATTR_TOKEN_LOC',
      unit: 'text',
    },
    ({ localToken }) => localToken?.toString(16),
  ),
  subflowField(
    'subflowFlags',
    {
      title: 'Flags of this path',
      help: 'joined: added to a connection that was there. backup: used only when no other path works.',
      kernelName: 'MPTCP_SUBFLOW_ATTR_FLAGS',
      unit: 'text',
    },
    ({ flags }) => SUBFLOW_FLAGS.filter((_, bit) => ((flags >> bit) & 1) === 1).join(', ') || 'none',
  ),
  subflowField(
    'subflowIds',
    {
      title: 'Addresses of this path',
      help: 'Numbers of the address here and of the one there, as ip mptcp endpoint lists them; 0 is that of the first path.',
      kernelName: 'MPTCP_SUBFLOW_ATTR_ID_LOC, MPTCP_SUBFLOW_ATTR_ID_REM',
      unit: 'text',
    },
    ({ localId, remoteId }) =>
      localId === undefined || remoteId === undefined ? undefined : `${localId} here, ${remoteId} there`,
  ),
  subflowField(
    'subflowMapped',
    {
      title: 'Piece that comes in',
      help: 'Length of the piece of data that this path brings now.',
      kernelName: 'MPTCP_SUBFLOW_ATTR_MAP_DATALEN',
      unit: 'bytes',
    },
    ({ mapBytes }) => mapBytes,
  ),
];

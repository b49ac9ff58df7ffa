import { type CounterText, tableMetrics } from '../define.ts';

const segments = (help: string): CounterText => ({ unit: 'segments', help });
const events = (help: string): CounterText => ({ unit: 'events', help });
const trouble = (help: string): CounterText => ({ unit: 'events', trouble: true, help });

/**
 * The MPTcpExt line of /proc/net/netstat: multipath TCP. Present since Linux 5.6 where CONFIG_MPTCP is set; every kernel
 * version added some. One connection runs over several TCP connections, called subflows.
 */
export const TRANSPORT_MPTCP = tableMetrics(
  { layer: 'transport', source: 'net/netstat', group: 'MPTcpExt' },
  {
    MPCapableSYNRX: {
      unit: 'connections',
      title: 'Multipath connections offered to us',
      help: 'SYNs received that offer multipath TCP.',
    },
    MPCapableSYNTX: {
      unit: 'connections',
      title: 'Multipath connections offered by us',
      help: 'SYNs sent that offer multipath TCP.',
    },
    MPCapableSYNACKRX: {
      unit: 'connections',
      title: 'Multipath offers accepted by peers',
      help: 'SYN-ACKs received that accept multipath TCP. Below the offers sent: the rest fell back to plain TCP.',
    },
    MPCapableACKRX: {
      unit: 'connections',
      title: 'Multipath connections established',
      help: 'Final handshake ACKs received that confirm multipath TCP: incoming connections that really use it.',
    },
    MPCapableFallbackACK: {
      unit: 'connections',
      title: 'Fallbacks on the accepting side',
      help: 'Incoming connections that offered multipath TCP but ended as plain TCP, because the final ACK had lost the option on the way.',
    },
    MPCapableFallbackSYNACK: {
      unit: 'connections',
      title: 'Fallbacks on the connecting side',
      help: 'Outgoing connections that offered multipath TCP but were answered by plain TCP: the peer does not support it, or a middlebox strips the option.',
    },
    MPCapableSYNTXDrop: {
      unit: 'connections',
      title: 'Fallbacks after lost SYNs',
      help: 'Outgoing connections that gave up multipath TCP because SYNs with the option seemed to be dropped on the path.',
    },
    MPCapableSYNTXDisabled: {
      unit: 'connections',
      title: 'Multipath not offered, black hole known',
      help: 'Outgoing connections that did not offer multipath TCP because it was switched off after a black hole was detected (net.mptcp.blackhole_timeout).',
    },
    MPCapableEndpAttempt: trouble(
      'Multipath connections refused because they were opened to a port that is only for adding subflows.',
    ),
    MPFallbackTokenInit: trouble('Connections that fell back to plain TCP because no token could be made for them.'),
    MPTCPRetrans: {
      unit: 'segments',
      trouble: true,
      title: 'Retransmissions across subflows',
      help: 'Data sent again on another subflow because it was not acknowledged on the first. A rise means one of the paths is bad.',
    },
    MPJoinNoTokenFound: trouble('Requests to add a subflow to a connection that does not exist here.'),
    MPJoinSynRx: segments('SYNs received that ask to add a subflow.'),
    MPJoinSynBackupRx: segments('SYNs received that ask to add a subflow as a backup path.'),
    MPJoinSynAckRx: segments('SYN-ACKs received that accept a subflow.'),
    MPJoinSynAckBackupRx: segments('SYN-ACKs received that accept a subflow as a backup path.'),
    MPJoinSynAckHMacFailure: trouble('Answers to a new subflow whose authentication code was wrong.'),
    MPJoinAckRx: segments('Final ACKs received that complete a subflow.'),
    MPJoinAckHMacFailure: trouble('Final ACKs of a new subflow whose authentication code was wrong.'),
    MPJoinRejected: trouble(
      'New subflows refused by the path manager of this host, for instance because there are already enough.',
    ),
    MPJoinSynTx: segments('SYNs sent to add a subflow.'),
    MPJoinSynTxCreatSkErr: trouble('Subflows not opened because their socket could not be created.'),
    MPJoinSynTxBindErr: trouble('Subflows not opened because their local address could not be bound.'),
    MPJoinSynTxConnectErr: trouble('Subflows not opened because connect() failed: no route, or the address is gone.'),
    DSSNotMatching: trouble('Data mappings received that contradict the one before.'),
    DSSCorruptionFallback: trouble('Connections that fell back to plain TCP because a data mapping was corrupted.'),
    DSSCorruptionReset: trouble(
      'Subflows reset because a data mapping was corrupted and plain TCP was no longer possible.',
    ),
    InfiniteMapTx: events('Infinite mappings sent: from there on the connection is plain TCP.'),
    InfiniteMapRx: events('Infinite mappings received: from there on the connection is plain TCP.'),
    DSSNoMatchTCP: trouble('Data mappings that do not fit the sequence numbers of the TCP segment that carried them.'),
    DataCsumErr: trouble('Multipath data whose checksum was wrong: a middlebox changed the content.'),
    OFOQueueTail: segments('Segments added at the end of the out-of-order queue of a multipath connection.'),
    OFOQueue: segments(
      'Segments put into the out-of-order queue of a multipath connection. Paths of different delay raise it.',
    ),
    OFOMerge: segments('Segments merged in the out-of-order queue of a multipath connection.'),
    NoDSSInWindow: trouble('Segments outside the window of the multipath connection.'),
    DuplicateData: segments('Data dropped because it had already arrived on another subflow.'),
    AddAddr: events('Addresses that peers announced.'),
    AddAddrTx: events('Addresses announced to peers.'),
    AddAddrTxDrop: trouble('Address announcements that could not be sent.'),
    EchoAdd: events('Confirmations of our address announcements received.'),
    EchoAddTx: events('Confirmations of address announcements sent.'),
    EchoAddTxDrop: trouble('Confirmations of address announcements that could not be sent.'),
    PortAdd: events('Addresses that peers announced together with a port.'),
    AddAddrDrop: trouble('Address announcements of peers that were ignored.'),
    MPJoinPortSynRx: segments('SYNs received that ask to add a subflow at another port.'),
    MPJoinPortSynAckRx: segments('SYN-ACKs received for a subflow at another port.'),
    MPJoinPortAckRx: segments('Final ACKs received for a subflow at another port.'),
    MismatchPortSynRx: trouble('SYNs for a subflow at a port that was not announced.'),
    MismatchPortAckRx: trouble('Final ACKs for a subflow at a port that was not announced.'),
    RmAddr: events('Addresses that peers withdrew.'),
    RmAddrDrop: trouble('Withdrawals of addresses that were ignored.'),
    RmAddrTx: events('Withdrawals of addresses sent to peers.'),
    RmAddrTxDrop: trouble('Withdrawals of addresses that could not be sent.'),
    RmSubflow: events('Subflows removed from a multipath connection.'),
    MPPrioTx: events('Changes of a subflow between normal and backup sent.'),
    MPPrioRx: events('Changes of a subflow between normal and backup received.'),
    MPFailTx: trouble('Reports of a checksum failure sent to peers.'),
    MPFailRx: trouble('Reports of a checksum failure received from peers.'),
    MPFastcloseTx: events('Multipath connections closed at once by us.'),
    MPFastcloseRx: events('Multipath connections closed at once by peers.'),
    MPRstTx: events('Subflows reset by us.'),
    MPRstRx: events('Subflows reset by peers.'),
    SubflowStale: trouble('Subflows set aside because data on them was no longer acknowledged.'),
    SubflowRecover: events('Subflows that were set aside and came back into use.'),
    SndWndShared: events('Times the send window of a subflow was replaced by that of the whole connection.'),
    RcvWndShared: events('Times the receive window of a subflow was replaced by that of the whole connection.'),
    RcvWndConflictUpdate: events(
      'Receive windows of a subflow replaced because another subflow changed the window at the same time.',
    ),
    RcvWndConflict: events('Times two subflows changed the receive window of the connection at the same time.'),
    MPCurrEstab: {
      kind: 'gauge',
      unit: 'connections',
      title: 'Multipath connections established now',
      help: 'Multipath TCP connections that are established at this moment.',
      commands: ['ss -M state established'],
    },
    Blackhole: trouble(
      'Times SYNs with the multipath option seemed to be swallowed, so that it was switched off for a while.',
    ),
    MPCapableDataFallback: trouble(
      'Connections that fell back to plain TCP because the first data lacked its mapping.',
    ),
    MD5SigFallback: events(
      'Connections that fell back to plain TCP because MD5 signatures leave no room for the option.',
    ),
    DssFallback: trouble('Connections that fell back to plain TCP because a data mapping was bad or missing.'),
    SimultConnectFallback: events(
      'Connections that fell back to plain TCP because both sides connected at the same time.',
    ),
    FallbackFailed: trouble('Connections that wanted to fall back to plain TCP and could not, so they were reset.'),
    WinProbe: events('Zero window probes sent for a multipath connection.'),
  },
);

import { type DropReasons, of } from '../types.ts';

const loss = of('transport', 'loss');
const refused = of('transport', 'refused');
const harmless = of('transport', 'harmless');

const COPY =
  'Nothing is lost. Many of them mean that the sender repeats too early: look at its retransmissions and the delay.';
const STALE =
  'Rare ones are late packets. Many mean a middlebox that rewrites sequence numbers or timestamps, or somebody who guesses.';

/** TCP segments that do not fit into their connection: by sequence number, acknowledgement, timestamp or window. */
export const TCP_SEQUENCE_REASONS: DropReasons = {
  TCP_ZEROWINDOW: loss(
    'Data came though the window was closed: the program does not read, its receive buffer is full.',
    'Make the program read faster; a larger tcp_rmem helps against bursts only.',
  ),
  TCP_OLD_DATA: harmless('All of its data was here already.', COPY),
  TCP_OVERWINDOW: loss(
    'Data beyond the window that was offered.',
    'A sender that ignores the window, or a receive buffer that was made smaller. TCP sends it again.',
  ),
  TCP_OFOMERGE: harmless('Data out of order that was here already.', COPY),
  TCP_OFO_QUEUE_PRUNE: loss(
    'Data that waited for a gap to close was thrown away, because the receive buffer was needed.',
    'Loss or reordering on the path with a buffer that is too small for it: raise net.ipv4.tcp_rmem, and look for the loss. TCP sends it again.',
  ),
  TCP_OFO_DROP: harmless('When a gap in the data closed, this was here already.', COPY),
  TCP_RFC7323_PAWS: refused('Its timestamp is older than the newest seen: a packet from long ago (PAWS).', STALE),
  TCP_RFC7323_PAWS_ACK: harmless(
    'An acknowledgement with an old timestamp that came out of order.',
    'Nothing: packets overtook each other.',
  ),
  TCP_RFC7323_TW_PAWS: refused(
    'A connection request for a port pair in TIME-WAIT with an older timestamp.',
    'Clients behind one NAT address whose clocks differ; the request is tried again. Newer kernels and clients use random offsets.',
  ),
  TCP_RFC7323_TSECR: refused('It echoes a timestamp that was never sent.', STALE),
  TCP_OLD_SEQUENCE: refused(
    'Its sequence numbers lie before the window: an old copy, or a keep-alive probe, which is answered.',
    STALE,
  ),
  TCP_INVALID_SEQUENCE: refused('Its sequence numbers lie outside the window.', STALE),
  TCP_INVALID_END_SEQUENCE: refused('It ends beyond the window.', STALE),
  TCP_INVALID_ACK_SEQUENCE: refused('It acknowledges what is not under way, while the connection opens.', STALE),
  TCP_OLD_ACK: harmless('It acknowledges what was acknowledged before.', 'Nothing: packets overtook each other.'),
  TCP_TOO_OLD_ACK: refused('It acknowledges what lies far back.', STALE),
  TCP_ACK_UNSENT_DATA: refused('It acknowledges data that was never sent.', STALE),
};

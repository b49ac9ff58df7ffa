import { type DropReasons, of } from '../types.ts';

const loss = of('transport', 'loss');
const refused = of('transport', 'refused');
const harmless = of('transport', 'harmless');

const KEYS =
  'Give both ends the same key for this address and port, with clocks and key numbers in step; a BGP daemon’s log names the peer.';

/** TCP and UDP: checksums, handshakes, keys. */
export const TCP_REASONS: DropReasons = {
  TCP_CSUM: loss(
    'The TCP checksum is wrong: the segment was damaged on the way.',
    'Look for a bad cable, optic, memory or driver on the path. If all come from one device, try its receive checksum offload off (ethtool -K DEV rx off).',
  ),
  UDP_CSUM: loss(
    'The UDP checksum is wrong: the datagram was damaged on the way.',
    'Look for a bad cable, optic, memory or driver on the path. If all come from one device, try its receive checksum offload off (ethtool -K DEV rx off).',
  ),
  TCP_LISTEN_OVERFLOW: loss(
    'The accept queue of the listener was full: the program accepts more slowly than clients connect. They try again after a second.',
    'Make the program accept faster; raise the backlog that it gives listen() and net.core.somaxconn for bursts.',
  ),
  TCP_FLAGS: refused(
    'Flags that make no sense together, such as SYN with FIN.',
    'A port scan or a broken sender: nothing.',
  ),
  TCP_FASTOPEN: refused(
    'A FIN or another odd segment came to a connection that TCP Fast Open has not finished opening.',
    'Nothing: rare, and the client tries again.',
  ),
  TCP_INVALID_SYN: refused(
    'A SYN for a connection that exists. TCP answers with a challenge.',
    'A client that restarted and takes the same port again recovers by itself. Many of them are an attack.',
  ),
  TCP_RESET: refused(
    'A reset that does not fit its connection exactly, or that came to a listener. TCP asks back before it believes it.',
    'Nothing: late or forged resets.',
  ),
  TCP_CLOSE: harmless(
    'It came for a connection that is closed.',
    'Nothing: late segments of connections that have ended.',
  ),
  TCP_ABORT_ON_DATA: harmless(
    'Data came after the program had closed the connection, which is reset then.',
    'The program closes before the other side has sent all. Read to the end first, or tell the other side earlier.',
  ),
  TCP_MINTTL: refused(
    'Its TTL is below what the program asks for (IP_MINTTL, GTSM of BGP).',
    'Wanted protection, unless the neighbour is farther away than configured.',
  ),
  TCP_AUTH_HDR: refused('The authentication options of the TCP header are wrong or doubled.', KEYS),
  TCP_MD5NOTFOUND: refused('No MD5 signature where one is asked for.', KEYS),
  TCP_MD5UNEXPECTED: refused('An MD5 signature where none is asked for.', KEYS),
  TCP_MD5FAILURE: refused('The MD5 signature is wrong.', KEYS),
  TCP_AONOTFOUND: refused('No TCP-AO signature where one is asked for.', KEYS),
  TCP_AOUNEXPECTED: refused('A TCP-AO signature where none is asked for.', KEYS),
  TCP_AOKEYNOTFOUND: refused('The TCP-AO key number is not known here.', KEYS),
  TCP_AOFAILURE: refused('The TCP-AO signature is wrong.', KEYS),
  PSP_INPUT: refused(
    'The socket takes only packets encrypted with PSP and this is none, or the other way round.',
    'Compare the PSP state of both ends.',
  ),
  PSP_OUTPUT: refused(
    'A packet would have left a PSP socket unencrypted.',
    'Compare the PSP state of both ends; the device may have lost its key.',
  ),
};

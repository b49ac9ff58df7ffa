import { EAGAIN, ECONNREFUSED, IPPROTO_UDP, MSG_DONTWAIT } from '../libc/constants.ts';
import { LibcError, lastErrno, libc } from '../libc/libc.ts';
import { connectRaw, connectUdp, type Endpoint } from '../libc/sockets.ts';
import { targetEndpoint } from '../workload/endpoint.ts';
import { runWorkload } from '../workload/main.ts';
import { paced } from '../workload/pace.ts';

const UDP_HEADER_BYTES = 8;
const WRONG = 0xbad1;

/** As the kernel would send it, but for the checksum, which nobody computes for a raw socket. */
const damagedDatagram = ({ port }: Endpoint, payload: Buffer): Buffer => {
  const header = Buffer.alloc(UDP_HEADER_BYTES);
  header.writeUInt16BE(port, 2);
  header.writeUInt16BE(UDP_HEADER_BYTES + payload.length, 4);
  header.writeUInt16BE(WRONG, 6);
  return Buffer.concat([header, payload]);
};

runWorkload<'udpBurst'>(({ options, finish }) => {
  const target = targetEndpoint(options);
  const size = options.number('size', [1, 65_507], 200);
  const perSecond = options.number('perSecond', [0.1, 200_000], 1000);
  const burst = options.number('burst', [1, 10_000], 10);
  const total = options.number('total', [1, 10_000_000], 1000);
  const damaged = options.flag('damaged', false);
  const socket = damaged ? connectRaw(target, IPPROTO_UDP) : connectUdp(target);
  const payload = Buffer.alloc(size, 'x');
  const message = damaged ? damagedDatagram(target, payload) : payload;
  let sent = 0;
  let refused = 0;

  /** @returns false when the socket's send buffer is full for now */
  const sendOne = (): boolean => {
    if (libc.send(socket, message, message.length, MSG_DONTWAIT) === message.length) {
      sent++;
      return true;
    }
    const errno = lastErrno();
    if (errno === EAGAIN) return false;
    // The error belongs to an earlier datagram, which did leave; this one has not been sent.
    if (errno !== ECONNREFUSED) throw new LibcError(`send to ${target.address}:${target.port}`, errno);
    refused++;
    return true;
  };
  const stop = paced(perSecond / burst, (bursts) => {
    for (let left = Math.min(bursts * burst, total - sent); left > 0; left--) if (!sendOne()) break;
    if (sent < total) return;
    stop();
    finish();
  });
  return { ready: {}, end: () => ({ sent, bytes: sent * size, refused }) };
});

import { EAGAIN, ECONNREFUSED, MSG_DONTWAIT } from '../libc/constants.ts';
import { LibcError, lastErrno, libc } from '../libc/libc.ts';
import { connectUdp } from '../libc/sockets.ts';
import { targetEndpoint } from '../workload/endpoint.ts';
import { runWorkload } from '../workload/main.ts';
import { paced } from '../workload/pace.ts';

runWorkload<'udpBurst'>(({ options, finish }) => {
  const target = targetEndpoint(options);
  const size = options.number('size', [1, 65_507], 200);
  const perSecond = options.number('perSecond', [0.1, 200_000], 1000);
  const burst = options.number('burst', [1, 10_000], 10);
  const total = options.number('total', [1, 10_000_000], 1000);
  const socket = connectUdp(target);
  const payload = Buffer.alloc(size, 'x');
  let sent = 0;
  let refused = 0;

  /** @returns false when the socket's send buffer is full for now */
  const sendOne = (): boolean => {
    if (libc.send(socket, payload, size, MSG_DONTWAIT) === size) {
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

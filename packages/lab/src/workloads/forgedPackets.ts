import { EAGAIN, ENOBUFS, IPPROTO_RAW, MSG_DONTWAIT } from '../libc/constants.ts';
import { LibcError, lastErrno, libc } from '../libc/libc.ts';
import { connectRaw } from '../libc/sockets.ts';
import { forge } from '../packets/forge.ts';
import { networkOf } from '../packets/networkOf.ts';
import { targetEndpoint } from '../workload/endpoint.ts';
import { runWorkload } from '../workload/main.ts';
import { paced } from '../workload/pace.ts';

runWorkload<'forgedPackets'>(({ options, finish }) => {
  const target = targetEndpoint(options);
  const kind = options.choice('kind', ['syn', 'udp', 'fragment'], 'syn');
  const sources = networkOf(options.optionalText('sources') ?? '198.18.0.0/16');
  const perSecond = options.number('perSecond', [0.1, 100_000], 200);
  const total = options.number('total', [1, 1_000_000], 1000);
  const payloadBytes = options.number('size', [8, 1400], 400);
  if (payloadBytes % 8 !== 0) throw new RangeError(`size is ${payloadBytes}: it must be a multiple of 8.`);
  const socket = connectRaw(target, IPPROTO_RAW);
  let sent = 0;

  /** @returns false when the socket's send buffer is full for now */
  const sendOne = (): boolean => {
    const packet = forge({ kind, source: sources.at(sent), target, number: sent, payloadBytes });
    if (libc.send(socket, packet, packet.length, MSG_DONTWAIT) === packet.length) {
      sent++;
      return true;
    }
    const errno = lastErrno();
    if (errno === EAGAIN || errno === ENOBUFS) return false;
    throw new LibcError(`send to ${target.address}`, errno);
  };
  const stop = paced(perSecond, (due) => {
    for (let left = Math.min(due, total - sent); left > 0; left--) if (!sendOne()) break;
    if (sent < total) return;
    stop();
    finish();
  });
  return { ready: {}, end: () => ({ sent }) };
});

import { EHOSTUNREACH, ENETUNREACH, MSG_DONTWAIT } from '../libc/constants.ts';
import { lastErrno, libc } from '../libc/libc.ts';
import { encodeEndpoint, openUdp } from '../libc/sockets.ts';
import { networkOf } from '../packets/networkOf.ts';
import { runWorkload } from '../workload/main.ts';
import { paced } from '../workload/pace.ts';

const MESSAGE = Buffer.alloc(64, 'x');

runWorkload<'udpScatter'>(({ options, finish }) => {
  const text = options.optionalText('network');
  if (text === undefined) throw new TypeError('network is missing: the addresses to send to.');
  const network = networkOf(text);
  const port = options.number('port', [1, 65_535], 9);
  const addresses = options.number('addresses', [1, network.size], network.size);
  const perSecond = options.number('perSecond', [0.1, 20_000], 100);
  const total = options.number('total', [1, 1_000_000], 1000);
  const socket = openUdp();
  const counts = { sent: 0, unreachable: 0, refused: 0 };
  let tried = 0;
  const sendOne = (): void => {
    const to = encodeEndpoint({ address: network.at(tried % addresses).join('.'), port });
    tried++;
    if (libc.sendto(socket, MESSAGE, MESSAGE.length, MSG_DONTWAIT, to, to.length) === MESSAGE.length) counts.sent++;
    else if ([ENETUNREACH, EHOSTUNREACH].includes(lastErrno())) counts.unreachable++;
    else counts.refused++;
  };
  const stop = paced(perSecond, (due) => {
    for (let left = Math.min(due, total - tried); left > 0; left--) sendOne();
    if (tried < total) return;
    stop();
    finish();
  });
  return { ready: {}, end: () => counts };
});

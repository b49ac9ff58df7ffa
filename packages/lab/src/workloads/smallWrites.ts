import { EAGAIN, MSG_DONTWAIT, MSG_NOSIGNAL } from '../libc/constants.ts';
import { LibcError, lastErrno, libc } from '../libc/libc.ts';
import { connectTcp } from '../libc/sockets.ts';
import { targetEndpoint } from '../workload/endpoint.ts';
import { runWorkload } from '../workload/main.ts';
import { paced } from '../workload/pace.ts';

runWorkload<'smallWrites'>(({ options }) => {
  const target = targetEndpoint(options);
  const message = Buffer.alloc(options.number('size', [1, 10_000], 20), 'x');
  const perSecond = options.number('perSecond', [0.1, 50_000], 1000);
  const noDelay = options.flag('noDelay', false);
  const cork = options.flag('cork', false);
  const fd = connectTcp(target, { noDelay, cork });
  const counts = { writes: 0, full: 0 };
  paced(perSecond, (due) => {
    for (let left = due; left > 0; left--) {
      if (libc.send(fd, message, message.length, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0) counts.writes++;
      else if (lastErrno() === EAGAIN) counts.full++;
      else throw new LibcError('send', lastErrno());
    }
  });
  return { ready: {}, end: () => counts };
});

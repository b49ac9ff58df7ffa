import { EAGAIN, MSG_DONTWAIT, MSG_NOSIGNAL } from '../libc/constants.ts';
import { LibcError, lastErrno, libc } from '../libc/libc.ts';
import { onReadable } from '../libc/onReadable.ts';
import { receive, unixDatagrams, unixStream } from '../libc/sockets.ts';
import { runWorkload } from '../workload/main.ts';
import { paced } from '../workload/pace.ts';

/** Reads of one wake-up: the writer is in the same process and must have its turn. */
const READS_AT_ONCE = 1000;

runWorkload<'unixQueue'>(({ options }) => {
  const kind = options.choice('kind', ['dgram', 'stream'], 'dgram');
  const message = Buffer.alloc(options.number('size', [1, 65_536], 100), 'x');
  const perSecond = options.number('perSecond', [0.1, 10_000], 100);
  let reads = options.flag('reads', false);
  const readEveryMs = options.optionalNumber('readEveryMs', [100, 60_000]);
  const [writer, reader] = kind === 'dgram' ? unixDatagrams() : unixStream();
  const inbox = Buffer.alloc(65_536);
  const counts = { written: 0, full: 0, read: 0 };
  const read = (): void => {
    for (let left = READS_AT_ONCE; left > 0 && receive(reader, inbox) !== undefined; left--) counts.read++;
  };
  const readOn = (): void => {
    reads = true;
    onReadable(reader, read);
  };
  if (reads) readOn();
  if (readEveryMs !== undefined) setInterval(read, readEveryMs);
  paced(perSecond, (due) => {
    for (let left = due; left > 0; left--) {
      // After a pause more is due at once than a queue holds.
      if (reads) read();
      if (libc.send(writer, message, message.length, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0) counts.written++;
      else if (lastErrno() === EAGAIN) counts.full++;
      else throw new LibcError('send', lastErrno());
    }
  });
  return { ready: {}, obey: readOn, end: () => counts };
});

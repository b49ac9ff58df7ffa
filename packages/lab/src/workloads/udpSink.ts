import koffi from 'koffi';
import { bindUdp, localPortOf, receive, receiveBufferOf } from '../libc/sockets.ts';
import { BUFFER_BOUNDS, listenEndpoint } from '../workload/endpoint.ts';
import { runWorkload } from '../workload/main.ts';
import { paced } from '../workload/pace.ts';

/** More datagrams than any receive buffer holds: a sender that is faster than the reader must not keep it from its timers. */
const FULLEST = 1_000_000;

runWorkload<'udpSink'>(({ options, say }) => {
  const endpoint = listenEndpoint(options);
  const rcvbuf = options.optionalNumber('rcvbuf', BUFFER_BOUNDS);
  const mode = options.choice('mode', ['never', 'stall', 'slow', 'fast'], 'never');
  const perSecond = options.number('perSecond', [0.1, 100_000], 100);
  const stallMs = options.number('stallMs', [1, 3_600_000], 1000);
  const socket = bindUdp(endpoint, { rcvbuf });
  const datagram = Buffer.alloc(65_536);
  let datagrams = 0;
  let bytes = 0;

  const read = (most: number): void => {
    for (let left = most; left > 0; left--) {
      const length = receive(socket, datagram);
      if (length === undefined) return;
      datagrams++;
      bytes += length;
    }
  };
  let halt = (): void => undefined;
  const readOn = (): void => {
    halt();
    read(FULLEST);
    const watch = koffi.node.poll(socket, { readable: true }, () => read(1000));
    halt = () => watch.close();
  };
  const drain = (): void => {
    readOn();
    say('drained', { datagrams, bytes });
  };
  const stop = (): void => {
    halt();
    halt = () => undefined;
    say('stopped', { datagrams, bytes });
  };
  if (mode === 'slow') halt = paced(perSecond, read);
  if (mode === 'fast') readOn();
  if (mode === 'stall') {
    const timer = setTimeout(drain, stallMs);
    halt = () => clearTimeout(timer);
  }
  return {
    ready: { port: localPortOf(socket), rcvbuf: receiveBufferOf(socket) },
    obey: (command) => (command === 'read' ? drain() : stop()),
    end: () => ({ datagrams, bytes }),
  };
});

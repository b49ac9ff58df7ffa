import { MSG_DONTWAIT, MSG_NOSIGNAL } from '../libc/constants.ts';
import { checked, libc } from '../libc/libc.ts';
import { acceptOne, connectTcp, listenTcp, localPortOf, receive } from '../libc/sockets.ts';
import { runWorkload } from '../workload/main.ts';
import { paced } from '../workload/pace.ts';

interface Pair {
  readonly client: number;
  readonly server: number;
}

const MESSAGE = Buffer.alloc(64, 'x');
const inbox = Buffer.alloc(4096);

runWorkload<'idleSockets'>(({ options }) => {
  const pairCount = options.number('pairs', [0, 9000], 100);
  const activeShare = options.number('activeShare', [0, 1], 0);
  const messagesPerSecond = options.number('messagesPerSecond', [0.01, 1000], 1);
  const address = options.optionalText('address') ?? '127.0.0.1';
  if (!address.startsWith('127.')) throw new RangeError(`address is "${address}": it must be of 127.0.0.0/8.`);
  const listener = listenTcp({ address, port: 0 }, 128);
  const port = localPortOf(listener);

  /** On loopback the handshake is over when connect() returns, so that the other end waits already. */
  const makePair = (): Pair => {
    const client = connectTcp({ address, port });
    const server = acceptOne(listener);
    if (server === undefined) throw new Error('A connection on loopback was not accepted at once.');
    return { client, server };
  };
  const pairs = Array.from({ length: pairCount }, makePair);
  const talking = pairs.slice(0, Math.round(pairCount * activeShare));
  let messages = 0;
  const talk = ({ client, server }: Pair): void => {
    checked('send', libc.send(client, MESSAGE, MESSAGE.length, MSG_DONTWAIT | MSG_NOSIGNAL));
    while ((receive(server, inbox) ?? 0) > 0);
    messages++;
  };
  if (talking.length > 0)
    paced(talking.length * messagesPerSecond, (due) => {
      for (let left = due; left > 0; left--) {
        const pair = talking[messages % talking.length];
        if (pair) talk(pair);
      }
    });
  return { ready: { pairs: pairCount, sockets: 2 * pairCount + 1 }, end: () => ({ messages }) };
});

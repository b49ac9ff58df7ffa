import { connect, type Socket } from 'node:net';
import { targetEndpoint } from '../workload/endpoint.ts';
import { runWorkload } from '../workload/main.ts';
import { paced } from '../workload/pace.ts';
import { MESSAGE_BOUNDS, partsOf, WRITES_BOUNDS } from '../workload/parts.ts';

/** Times of answers that the median is taken of. */
const LATELY = 1000;

const medianOf = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

runWorkload<'requester'>(({ options }) => {
  const { address: host, port } = targetEndpoint(options);
  const request = partsOf(
    options.number('requestBytes', MESSAGE_BOUNDS, 128),
    options.number('writes', WRITES_BOUNDS, 1),
  );
  const responseBytes = options.number('responseBytes', MESSAGE_BOUNDS, 2048);
  const noDelay = options.flag('noDelay', false);
  const perSecond = options.number('perSecond', [0.1, 5000], 50);
  const kept = options.number('connections', [1, 1000], 4);
  const keepAlive = options.flag('keepAlive', true);
  const counts = { requests: 0, connections: 0, failed: 0 };
  const tookMs: number[] = [];
  const free: Socket[] = [];
  let open = 0;

  const answered = (socket: Socket, askedMs: number): void => {
    counts.requests++;
    tookMs.push(performance.now() - askedMs);
    if (tookMs.length > LATELY) tookMs.shift();
    if (keepAlive) free.push(socket);
    else socket.end();
  };
  const openOne = (): Socket => {
    const socket = connect({ host, port, noDelay });
    open++;
    socket.once('connect', () => counts.connections++);
    socket.on('error', () => counts.failed++);
    socket.once('close', () => {
      open--;
      if (free.includes(socket)) free.splice(free.indexOf(socket), 1);
    });
    return socket;
  };
  const ask = (socket: Socket): void => {
    const askedMs = performance.now();
    let left = responseBytes;
    const take = (chunk: Buffer): void => {
      left -= chunk.length;
      if (left > 0) return;
      socket.off('data', take);
      answered(socket, askedMs);
    };
    socket.on('data', take);
    for (const part of request) socket.write(part);
  };
  paced(perSecond, (due) => {
    for (let left = due; left > 0; left--) {
      const socket = free.shift() ?? (keepAlive && open >= kept ? undefined : openOne());
      if (socket === undefined) return;
      ask(socket);
    }
  });
  return { ready: {}, end: () => ({ ...counts, medianMs: medianOf(tookMs) }) };
});

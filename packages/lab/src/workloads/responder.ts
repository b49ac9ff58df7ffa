import { createServer } from 'node:net';
import { listenTcp, localPortOf } from '../libc/sockets.ts';
import { listenEndpoint } from '../workload/endpoint.ts';
import { runWorkload } from '../workload/main.ts';
import { MESSAGE_BOUNDS, partsOf, WRITES_BOUNDS } from '../workload/parts.ts';

runWorkload<'responder'>(({ options }) => {
  const endpoint = listenEndpoint(options);
  const requestBytes = options.number('requestBytes', MESSAGE_BOUNDS, 128);
  const responseBytes = options.number('responseBytes', MESSAGE_BOUNDS, 2048);
  const answer = partsOf(responseBytes, options.number('writes', WRITES_BOUNDS, 1));
  const noDelay = options.flag('noDelay', false);
  const closes = options.flag('closes', false);
  const fd = listenTcp(endpoint, options.number('backlog', [0, 65_535], 511));
  const counts = { answers: 0, connections: 0 };
  const server = createServer({ noDelay }, (socket) => {
    counts.connections++;
    let pending = 0;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      pending += chunk.length;
      for (; pending >= requestBytes && !socket.writableEnded; pending -= requestBytes) {
        counts.answers++;
        for (const part of answer) socket.write(part);
        if (closes) socket.end();
      }
    });
  });
  const port = localPortOf(fd);
  server.listen({ fd });
  return { ready: { port }, end: () => counts };
});

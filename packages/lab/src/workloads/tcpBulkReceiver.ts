import { createServer } from 'node:net';
import { listenTcp, localPortOf } from '../libc/sockets.ts';
import { BUFFER_BOUNDS, listenEndpoint } from '../workload/endpoint.ts';
import { runWorkload } from '../workload/main.ts';

runWorkload<'tcpBulkReceiver'>(({ options }) => {
  const endpoint = listenEndpoint(options);
  const rcvbuf = options.optionalNumber('rcvbuf', BUFFER_BOUNDS);
  const congestion = options.optionalText('congestion');
  const reusePort = options.flag('reusePort', false);
  // Set on the listener: the window scale is agreed upon in the handshake, before accept().
  const fd = listenTcp(endpoint, 128, { rcvbuf, congestion, reusePort });
  const port = localPortOf(fd);
  let bytes = 0;
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
    });
    socket.on('error', () => socket.destroy());
  });
  server.listen({ fd });
  return { ready: { port }, end: () => ({ bytes, connections }) };
});

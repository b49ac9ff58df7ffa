import {
  bottleneckOfHost,
  bottleneckOfSocket,
  bottleneckOfSockets,
  listedSocket,
  listedSockets,
} from '@netstrata/advisor/bottleneck';
import { ProtocolError } from '@netstrata/protocol';
import { hostOf, type Route } from './route.ts';

/**
 * GET /api/v1/hosts/{id}/bottleneck?pid=&socket=: one sentence about what limits the host now, one of its processes, or the socket with
 * a cookie. `null` for what the newest list of sockets does not have, or has without data that moves or waits.
 */
export const bottleneck: Route = {
  path: '/api/v1/hosts/:host/bottleneck',
  parameters: ['pid', 'socket'],
  texts: true,
  answer: (request) => {
    const { query } = request;
    const host = hostOf(request);
    const pid = query.integer('pid', { min: 1, max: 2 ** 22 });
    const cookie = query.text('socket', 32);
    if (pid !== undefined && cookie !== undefined)
      throw new ProtocolError('bad-request', 'api', 'parameters "pid" and "socket" exclude each other');
    const { sockets } = host;
    const advice = request.context.advice.found(host);
    if (pid !== undefined) {
      const own = listedSockets(sockets).filter((row) => row.pid === pid);
      return { body: { bottleneck: bottleneckOfSockets(own, advice) ?? null } };
    }
    if (cookie !== undefined) {
      const row = listedSocket(sockets, cookie);
      return { body: { bottleneck: row === undefined ? null : bottleneckOfSocket(row, advice) } };
    }
    return { body: { bottleneck: bottleneckOfHost({ stack: host.stack(), sockets, advice }) } };
  },
};

import { bottleneckOfHost, bottleneckOfSockets } from '@netstrata/advisor/bottleneck';
import { hostOf, type Route } from './route.ts';

/**
 * GET /api/v1/hosts/{id}/bottleneck?pid=: one sentence about what limits the host now, or one of its processes. `null` for a process
 * of which the newest list of sockets has none that moves data or waits.
 */
export const bottleneck: Route = {
  path: '/api/v1/hosts/:host/bottleneck',
  parameters: ['pid'],
  answer: (request) => {
    const host = hostOf(request);
    const pid = request.query.integer('pid', { min: 1, max: 2 ** 22 });
    const sockets = host.sockets.at(-1);
    if (pid === undefined) return { body: { bottleneck: bottleneckOfHost({ stack: host.stack(), sockets }) } };
    const { senders = [], listeners = [], udp = [], fullest = [] } = sockets ?? {};
    const rows = [...senders, ...listeners, ...udp, ...fullest].filter((row) => row.pid === pid);
    const own = [...new Map(rows.map((row) => [row.cookie, row])).values()];
    return { body: { bottleneck: bottleneckOfSockets(own) ?? null } };
  },
};

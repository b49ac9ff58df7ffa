import { mayDo } from '@netstrata/protocol';
import type { Route } from './route.ts';

/**
 * GET /api/health: 200 while everything works, 503 with the same shape while the history cannot be written. For everybody; how many hosts
 * there are and what is wrong in detail is for those who have signed in.
 */
export const health: Route = {
  path: '/api/health',
  parameters: [],
  role: 'public',
  answer: async ({ context, who }) => {
    const { writer, reader, hosts } = context;
    const { error, ...state } = writer.state;
    const sizeBytes = await reader.sizeBytes();
    const ok = error === null && sizeBytes !== null;
    const status = ok ? 'ok' : 'degraded';
    const seen = {
      status,
      uptimeSeconds: Math.floor((context.now() - context.startedMs) / 1000),
      version: context.version,
      database: { status: ok ? 'ok' : 'failing', error, sizeBytes, ...state },
      hosts: hosts.all().length,
      agents: context.agentCount(),
    };
    const body = mayDo(who?.role, 'viewer') ? seen : { status, version: context.version };
    return { status: ok ? 200 : 503, json: `${JSON.stringify(body)}\n` };
  },
};

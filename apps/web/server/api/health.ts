import type { Route } from './route.ts';

/** GET /api/health: 200 while everything works, 503 with the same shape while the history cannot be written. */
export const health: Route = {
  path: '/api/health',
  parameters: [],
  answer: async ({ context }) => {
    const { writer, reader, hosts } = context;
    const { error, ...state } = writer.state;
    const sizeBytes = await reader.sizeBytes();
    const ok = error === null && sizeBytes !== null;
    const body = {
      status: ok ? 'ok' : 'degraded',
      uptimeSeconds: Math.floor((context.now() - context.startedMs) / 1000),
      version: context.version,
      database: { status: ok ? 'ok' : 'failing', error, sizeBytes, ...state },
      hosts: hosts.all().length,
      agents: context.agentCount(),
    };
    return { status: ok ? 200 : 503, json: `${JSON.stringify(body)}\n` };
  },
};

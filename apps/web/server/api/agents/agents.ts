import type { Route } from '../route.ts';

/** GET /api/v1/agents: who may report, and might once. */
const list: Route = {
  path: '/api/v1/agents',
  parameters: [],
  role: 'admin',
  answer: ({ context }) => ({ body: { agents: context.agentDesk.agents() } }),
};

/** POST /api/v1/agents/{host}/revoke: ends its connection, and its key counts for nothing. */
const revoke: Route = {
  path: '/api/v1/agents/:host/revoke',
  method: 'POST',
  parameters: [],
  role: 'admin',
  answer: ({ context: { agentDesk, desk }, path, who, from }) => {
    const agent = agentDesk.revoke(path['host'] ?? '');
    desk.audit(who, from, { action: 'agent.revoke', hostId: agent.hostId, target: agent.hostname });
    return { body: { agent } };
  },
};

export const agents: readonly Route[] = [list, revoke];

import type { AgentToServer, ServerToAgent } from '@netstrata/protocol';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';

export type AgentNamespace = Namespace<AgentToServer, ServerToAgent, DefaultEventsMap, unknown>;
export type AgentSocket = Socket<AgentToServer, ServerToAgent, DefaultEventsMap, unknown>;

import { createHash, timingSafeEqual } from 'node:crypto';
import { type AgentHello, PROTOCOL_VERSION, ProtocolError } from '@netstrata/protocol';
import { agentHello, validate } from '@netstrata/protocol/schemas';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function fieldOf(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/**
 * An agent's first words, checked from the outside in: who does not hold the key learns nothing else, and an agent of
 * another protocol version is told so even if the rest of its hello has another shape. The token is left out of the result.
 * @throws ProtocolError `unauthorised`, `version-mismatch` or `bad-request`
 */
export function checkHello(value: unknown, token: string): AgentHello {
  const given = fieldOf(value, 'token');
  // Digests have one length, so the comparison tells nothing about the token's.
  if (typeof given !== 'string' || !timingSafeEqual(digest(given), digest(token))) {
    throw new ProtocolError(
      'unauthorised',
      'agent:hello',
      'the agent key is not the one in agent.token of this server',
    );
  }
  const version = fieldOf(value, 'protocol');
  if (version !== PROTOCOL_VERSION) {
    throw new ProtocolError(
      'version-mismatch',
      'agent:hello',
      `the agent speaks protocol ${String(version).slice(0, 16)}, this server ${PROTOCOL_VERSION}: update the older one`,
    );
  }
  return { ...validate(agentHello, value, 'agent:hello'), token: '' };
}

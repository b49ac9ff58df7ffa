import type { Ledger } from '@netstrata/db';
import type { AgentHello } from '@netstrata/protocol';
import { MOST_TAGS } from '@netstrata/protocol/schemas';

interface Joiner {
  readonly hello: Pick<AgentHello, 'facts' | 'tags'>;
  /** Its address. */
  readonly from: string;
}

/**
 * A host that joins gets the tags that its agent brings, beside those that it has from before; once: what people do with them later stays.
 */
export function tagJoined(
  { audit, hostTags }: Pick<Ledger, 'audit' | 'hostTags'>,
  { hello: { facts, tags: brought = [] }, from }: Joiner,
): void {
  const { hostId, hostname } = facts;
  const before = hostTags.of(hostId);
  const tags = [...new Set([...before, ...brought])].slice(0, MOST_TAGS).toSorted();
  if (tags.length === before.length) return;
  hostTags.set(hostId, tags);
  const change = { before: before.join(' '), after: tags.join(' ') };
  audit.append({
    action: 'host.tag',
    outcome: 'done',
    actor: `host:${hostId}`,
    from,
    hostId,
    target: hostname,
    ...change,
  });
}

import type { Ledger } from '@netstrata/db';
import type { AgentHello } from '@netstrata/protocol';
import { MOST_TAGS } from '@netstrata/protocol/schemas';

interface Bringer {
  readonly hello: Pick<AgentHello, 'facts' | 'tags'>;
  /** Its address. */
  readonly from: string;
}

/**
 * What has changed, since the last time, in the tags that an agent brings: those it brings anew are added, those it brings no longer are
 * taken away. What people did stays: neither does a tag that they took away come back, nor go one that they gave. An agent that was started
 * without tags says nothing about them.
 */
export function bringTags(
  { audit, hostTags }: Pick<Ledger, 'audit' | 'hostTags'>,
  { hello: { facts, tags: brought }, from }: Bringer,
): void {
  const { hostId, hostname } = facts;
  const last = hostTags.broughtBy(hostId);
  if (brought === undefined || brought.join(' ') === last.join(' ')) return;
  const before = hostTags.of(hostId);
  const kept = before.filter((tag) => brought.includes(tag) || !last.includes(tag));
  const added = brought.filter((tag) => !last.includes(tag));
  const tags = [...new Set([...kept, ...added])].slice(0, MOST_TAGS).toSorted();
  hostTags.bring(hostId, brought, tags);
  if (tags.join(' ') === before.join(' ')) return;
  audit.append({
    action: 'host.tag',
    outcome: 'done',
    actor: `host:${hostId}`,
    from,
    hostId,
    target: hostname,
    before: before.join(' '),
    after: tags.join(' '),
  });
}

import type { Words } from '@netstrata/metrics';
import type { AppliedChange, AuditEntry, Principal } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import { actorOf } from '../access/actor.ts';
import { named } from './settings.ts';

/** Whoever asks for a change, and from where. */
export interface Asker {
  readonly who: Principal;
  /** The address that the request came from. */
  readonly from: string;
}

/** Who it is whatever they are called: two tokens may have one name. */
export const identityOf = ({ kind, id }: Principal): string => `${kind}:${id}`;

/** The audit's fields about who asked. */
export const askedBy = ({ who, from }: Asker): Pick<AuditEntry, 'actor' | 'from'> => ({ actor: actorOf(who), from });

/** Values of a unit in one line. */
export const valuesOf = (changes: readonly AppliedChange[], side: 'before' | 'after'): string =>
  changes.map((change) => `${named(change)} = ${change[side]}`).join('; ');

/** The audit's fields about a unit of changes: on which host, from what to what. */
export function aboutUnit(unit: {
  readonly id: string;
  readonly hostId: string;
  readonly changes: readonly AppliedChange[];
}): Pick<AuditEntry, 'hostId' | 'target' | 'before' | 'after'> {
  return {
    hostId: unit.hostId,
    target: unit.id,
    before: valuesOf(unit.changes, 'before'),
    after: valuesOf(unit.changes, 'after'),
  };
}

/** What went wrong, in every language; undefined where it was said in English alone. */
export const wordsIn = (error: unknown): Words | undefined =>
  error instanceof ProtocolError ? error.words : undefined;

/** What went wrong, in words for the audit. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

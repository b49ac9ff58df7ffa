import { randomBytes } from 'node:crypto';
import type { AgentKeyRow, Agents, EnrolmentRow } from '@netstrata/db';
import type { AgentSummary, EnrolmentSummary } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import { fingerprintOf, joinKeyOf, joinTokenText } from '@netstrata/protocol/handshake';
import type { Hosts } from '../live/Hosts.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Tokens that are open at a time. */
const MOST_OPEN = 100;
const MOST_LISTED = 500;

export interface AgentDeskOptions {
  readonly agents: Agents;
  readonly hosts: Hosts;
  /** Public, in base64url. */
  readonly serverKey: string;
  /** Ends the connection of a host's agent. */
  readonly end: (hostId: string, why: string) => void;
  readonly now: () => number;
}

/** What admins do about agents elsewhere: tokens to join with, the list, revoking. */
export class AgentDesk {
  readonly #options: AgentDeskOptions;

  constructor(options: AgentDeskOptions) {
    this.#options = options;
  }

  /** Every agent that may report, or might once. */
  agents(): readonly AgentSummary[] {
    return this.#options.agents.keys().map((row) => this.#summaryOf(row));
  }

  /** The newest first. */
  enrolments(): readonly EnrolmentSummary[] {
    return this.#options.agents.enrolments(MOST_LISTED).map(toSummary);
  }

  /**
   * Makes a token. It is in the answer and nowhere else.
   * @param days good for so long; an hour unless said
   * @throws ProtocolError `conflict` while there are too many
   */
  enrol({ allowApply, days, createdBy }: { allowApply: boolean; days?: number | undefined; createdBy: string }): {
    readonly token: string;
    readonly enrolment: EnrolmentSummary;
  } {
    const { agents, serverKey, now } = this.#options;
    const createdMs = now();
    const open = agents.enrolments(MOST_LISTED).filter((row) => row.endedMs === null && row.expiresMs > createdMs);
    if (open.length >= MOST_OPEN)
      throw new ProtocolError(
        'conflict',
        'api',
        `there are ${MOST_OPEN} open tokens already: revoke those that nobody needs`,
      );
    const id = randomBytes(6).toString('hex');
    const secret = randomBytes(20).toString('hex');
    const row = {
      id,
      publicKey: joinKeyOf({ id, secret }).publicKey,
      allowApply,
      createdMs,
      createdBy,
      expiresMs: createdMs + (days === undefined ? HOUR_MS : days * DAY_MS),
    };
    agents.addEnrolment(row);
    const token = joinTokenText({ id, secret, fingerprint: fingerprintOf(serverKey) });
    return { token, enrolment: toSummary({ ...row, endedMs: null, usedBy: null }) };
  }

  /** @throws ProtocolError `not-found`, `conflict` */
  endEnrolment(id: string): EnrolmentSummary {
    const { agents, now } = this.#options;
    const known = agents.enrolment(id);
    if (known === undefined) throw new ProtocolError('not-found', 'api', 'there is no such token');
    if (!agents.endEnrolment(id, now())) throw new ProtocolError('conflict', 'api', 'it was used or taken back before');
    return toSummary(agents.enrolment(id) ?? known);
  }

  /**
   * Its key counts for nothing from now on, and its connection ends.
   * @throws ProtocolError `not-found`; `conflict` for the agent of this machine while it is there: its key is a file
   */
  revoke(hostId: string): AgentSummary {
    const { agents, hosts, end, now } = this.#options;
    const live = agents.liveKeyOf(hostId);
    if (live === undefined) throw new ProtocolError('not-found', 'api', 'no agent has a key for this host');
    if (live.publicKey === null && hosts.find(hostId)?.connected === true)
      throw new ProtocolError(
        'conflict',
        'api',
        "the agent of the server's own machine proves itself by agent.token in the data folder: stop it there",
      );
    const row = agents.revoke(hostId, now()) ?? live;
    end(hostId, 'its key was revoked');
    return this.#summaryOf(row);
  }

  #summaryOf({ hostId, hostname, agentVersion, publicKey, allowApply, joinedMs, joinedFrom, revokedMs }: AgentKeyRow) {
    const host = this.#options.hosts.find(hostId);
    const connected = revokedMs === null && host?.connected === true;
    const local = publicKey === null;
    return {
      hostId,
      hostname,
      agentVersion,
      connected,
      mayApply: connected && host.mayApply,
      allowApply,
      local,
      keyMs: local ? null : joinedMs,
      joinedFrom,
      lastSampleMs: host?.lastSampleMs ?? null,
      revokedMs,
    };
  }
}

function toSummary({ publicKey: _, ...row }: EnrolmentRow): EnrolmentSummary {
  return row;
}

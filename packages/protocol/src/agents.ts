/** An agent that may report here, or might once, as `GET /api/v1/agents` tells it. */
export interface AgentSummary {
  readonly hostId: string;
  readonly hostname: string;
  readonly agentVersion: string;
  readonly connected: boolean;
  /** It was started with permission to change settings, and may be told to. False while it is not connected. */
  readonly mayApply: boolean;
  /** Of one elsewhere: whether its token let it be told to change settings. */
  readonly allowApply: boolean;
  /** It runs on the server's own machine and proves itself by the key file there. */
  readonly local: boolean;
  /** When its own key was made known, Unix ms; null for a local one. */
  readonly keyMs: number | null;
  /** The address it joined from; empty for a local one. */
  readonly joinedFrom: string;
  /** As that of its host's summary: by the server's clock. */
  readonly lastSampleMs: number | null;
  readonly revokedMs: number | null;
}

/** A token by which one agent may join, without its secret. */
export interface EnrolmentSummary {
  readonly id: string;
  readonly allowApply: boolean;
  readonly createdMs: number;
  /** As the audit spells it. */
  readonly createdBy: string;
  readonly expiresMs: number;
  /** When it was used or revoked. */
  readonly endedMs: number | null;
  /** The host whose agent used it. */
  readonly usedBy: string | null;
}

/** What the answer to making a token has, this once. */
export interface MadeEnrolment extends EnrolmentSummary {
  readonly token: string;
  /** What to run on the other machine. */
  readonly command: string;
}

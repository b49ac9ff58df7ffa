/** What a person or a program may do; each includes those before it. Viewers look, operators change hosts, admins decide who may. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Whoever asks for something, proved. */
export interface Principal {
  /** `wall` holds a wallboard link: it sees the hosts' layers and nothing else. */
  readonly kind: 'person' | 'token' | 'wall';
  readonly id: string;
  /** What the audit and other people call them: a person's e-mail address, the name of a token or link. */
  readonly name: string;
  /** Undefined for a wallboard link. */
  readonly role: Role | undefined;
  /** Of a person: when they last gave their password or came from their identity provider, Unix ms. */
  readonly provedMs?: number;
  /** When the session, token or link ends by itself, Unix ms. */
  readonly expiresMs?: number;
  /** What can be revoked: the id of the session, token or link. */
  readonly credentialId: string;
}

/** Whether somebody with `role` may do what needs `needed`. */
export const mayDo = (role: Role | undefined, needed: Role): boolean =>
  role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(needed);

/** One line of the audit, as it is handed in. Texts are cut to what the ledger keeps. */
export interface AuditEntry {
  /** `noun.verb`: `change.apply`, `person.sign-in`, `token.create`. */
  readonly action: string;
  readonly outcome: 'done' | 'refused' | 'failed';
  /** Who: a principal's kind and name, `host:ID` for an agent, `server` for what the server did by itself, `nobody` for who did not prove anything. */
  readonly actor: string;
  /** The address that the request came from; empty for the server itself. */
  readonly from: string;
  /** The host it is about, where it is about one. */
  readonly hostId?: string | undefined;
  /** What it was done to: a change's id, a token's name. */
  readonly target?: string | undefined;
  /** The reason that somebody gave, or why it was refused. */
  readonly because?: string | undefined;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** As it was kept. */
export interface AuditRow extends AuditEntry {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number;
  readonly timeMs: number;
  /** SHA-256 over the row before's hash and this row, in hexadecimal. */
  readonly hash: string;
}

/** `GET /api/v1/me`: who the asker is. */
export interface Me {
  readonly kind: Principal['kind'];
  /** E-mail address of a person, name of a token or link. */
  readonly name: string;
  /** What a person calls themselves. */
  readonly displayName: string | null;
  readonly role: Role | null;
  readonly provedMs: number | null;
  readonly expiresMs: number | null;
  /** Whether they can prove themselves with one; else they come from the identity provider again. */
  readonly hasPassword: boolean;
}

export interface PersonSummary {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly createdMs: number;
  /** Null while they have no session. */
  readonly seenMs: number | null;
}

export interface SessionSummary {
  readonly id: string;
  readonly email: string;
  /** Whether it is the asker's own, of this request. */
  readonly current: boolean;
  readonly createdMs: number;
  readonly seenMs: number;
  readonly expiresMs: number;
  readonly address: string;
  readonly userAgent: string;
}

/** A token, a wallboard link or an invitation, without its secret. */
export interface KeySummary {
  readonly id: string;
  /** Of an invitation: the e-mail address it is for, empty for the first admin. */
  readonly name: string;
  /** Null for a wallboard link. */
  readonly role: Role | null;
  readonly createdMs: number;
  /** As the audit spells it. */
  readonly createdBy: string;
  readonly expiresMs: number;
  /** When it was revoked, or an invitation used. */
  readonly endedMs: number | null;
  readonly lastUsedMs: number | null;
}

/** `GET /api/v1/sign-in-ways`: what the page of sign-in offers. */
export interface SignInWays {
  readonly password: boolean;
  /** What the identity provider is called; null without one. */
  readonly oidc: string | null;
  /** Whether the first admin is still to be made, by the link that the start printed. */
  readonly firstAdmin: boolean;
  /** What the person is called who asks with a session; null for everybody else. */
  readonly signedIn: string | null;
}

import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type AgentIdentity, type JoinToken, newSigningKey, type ProvedServer } from '@netstrata/protocol/handshake';
import type { Identity } from './Identity.ts';
import { type KeptKey, moveKey, readKey, writeKey } from './keyFile.ts';

/** Where an agent keeps the key that the server knows, and the one with which it is just joining. */
const filesOf = (folder: string) => ({ key: join(folder, 'agent.key'), joining: join(folder, 'agent.key.joining') });

/** Whether an agent that keeps its things in this folder has joined a server, or was about to. */
export function hasJoined(folder: string): boolean {
  const { key, joining } = filesOf(folder);
  return existsSync(key) || existsSync(joining);
}

/** What is tried, in this order: a key that was just made may be known already, its answer lost. */
const WAYS = ['joining', 'key', 'token'] as const;
type Way = (typeof WAYS)[number];

/**
 * That of an agent elsewhere: a key of its own, made when it joins by a token. The key is on disk before the server hears of it, under
 * another name until the server has taken it, so that neither a crash nor a lost answer costs it, nor an attempt to join the key before.
 */
export class JoinedIdentity implements Identity {
  readonly #files: { readonly key: string; readonly joining: string };
  /** Until it is used. */
  #token: JoinToken | undefined;
  /** The last attempt's. */
  #way: Way = 'key';
  /** Those before it in the list were refused. */
  #from = 0;

  constructor({ folder, token }: { readonly folder: string; readonly token: JoinToken | undefined }) {
    this.#files = filesOf(folder);
    this.#token = token;
  }

  next(): AgentIdentity {
    const ways = this.#ways();
    const way = ways.find(({ name }) => WAYS.indexOf(name) >= this.#from) ?? ways[0];
    if (way === undefined)
      throw new Error('this agent has joined no server: make a token there, and start the agent with --token');
    this.#way = way.name;
    return way.identity;
  }

  joinKey({ serverKey }: ProvedServer): string | undefined {
    if (this.#way !== 'token') return undefined;
    const key = newSigningKey();
    try {
      writeKey(this.#files.joining, { key, serverKey });
    } catch (cause) {
      throw new Error(`the agent's key ${this.#files.joining} cannot be written (${String(cause)})`, { cause });
    }
    return key.publicKey;
  }

  accepted(): void {
    this.#from = 0;
    try {
      if (this.#way !== 'key') moveKey(this.#files.joining, this.#files.key);
      else rmSync(this.#files.joining, { force: true });
    } catch {
      // It counts under its first name as well.
    }
    if (this.#way === 'token') this.#token = undefined;
    this.#way = 'key';
  }

  refused(): boolean {
    const next = this.#ways().find(({ name }) => WAYS.indexOf(name) > WAYS.indexOf(this.#way));
    this.#from = next === undefined ? 0 : WAYS.indexOf(next.name);
    return next !== undefined;
  }

  /** A key that is damaged keeps nobody from joining anew. */
  #ways(): readonly { readonly name: Way; readonly identity: AgentIdentity }[] {
    const read = (path: string): KeptKey | undefined => {
      try {
        return readKey(path);
      } catch (cause) {
        if (this.#token === undefined) throw cause;
        return undefined;
      }
    };
    const byKey = (name: 'joining' | 'key', kept: KeptKey | undefined) =>
      kept === undefined ? [] : [{ name, identity: { kind: 'key', ...kept } as const }];
    const token = this.#token;
    return [
      ...byKey('joining', read(this.#files.joining)),
      ...byKey('key', read(this.#files.key)),
      ...(token === undefined ? [] : [{ name: 'token', identity: { kind: 'token', token } } as const]),
    ];
  }
}

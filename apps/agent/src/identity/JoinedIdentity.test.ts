import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentHandshake, fingerprintOf, newSigningKey, type ProvedServer } from '@netstrata/protocol/handshake';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { identityOf } from './identityOf.ts';
import { JoinedIdentity } from './JoinedIdentity.ts';
import { readKey } from './keyFile.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netstrata-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const serverKey = newSigningKey().publicKey;
const server = { serverKey } as ProvedServer;
const token = { id: '0123456789ab', secret: 'f'.repeat(40), fingerprint: fingerprintOf(serverKey) };
const nameOf = (identity: JoinedIdentity): string =>
  new AgentHandshake(identity.next(), { protocol: 2, hostId: 'host-0001', session: 'session-0001' }).greeting.key;
const joined = (): { readonly identity: JoinedIdentity; readonly name: string } => {
  const identity = new JoinedIdentity({ folder, token });
  identity.next();
  const publicKey = identity.joinKey(server) ?? '';
  identity.accepted();
  return { identity, name: `key-${fingerprintOf(publicKey)}` };
};

it('joins by the token, and comes by its own key ever after', () => {
  const identity = new JoinedIdentity({ folder, token });
  expect(nameOf(identity)).toBe('join-0123456789ab');
  const publicKey = identity.joinKey(server);
  expect(readdirSync(folder)).toEqual(['agent.key.joining']);
  expect(statSync(join(folder, 'agent.key.joining')).mode & 0o777).toBe(0o600);
  identity.accepted();
  expect(readdirSync(folder)).toEqual(['agent.key']);
  expect(readKey(join(folder, 'agent.key'))).toMatchObject({ key: { publicKey }, serverKey });
  const own = `key-${fingerprintOf(publicKey ?? '')}`;
  expect(nameOf(identity)).toBe(own);
  expect(identity.joinKey(server)).toBeUndefined();
  // The token is used up: there is nothing else to try.
  expect(identity.refused()).toBe(false);
  expect(nameOf(new JoinedIdentity({ folder, token: undefined }))).toBe(own);
});

it('that was told nothing after it joined tries the key that it joined with', () => {
  const before = new JoinedIdentity({ folder, token });
  before.next();
  const publicKey = before.joinKey(server) ?? '';
  // It crashes, or the answer is lost.
  const after = new JoinedIdentity({ folder, token: undefined });
  expect(nameOf(after)).toBe(`key-${fingerprintOf(publicKey)}`);
  after.accepted();
  expect(readdirSync(folder)).toEqual(['agent.key']);
});

it('that is refused tries each way in turn, and loses no key by it', () => {
  const { name } = joined();
  const identity = new JoinedIdentity({ folder, token: { ...token, id: 'ba9876543210' } });
  expect(nameOf(identity)).toBe(name);
  expect(identity.refused()).toBe(true);
  expect(nameOf(identity)).toBe('join-ba9876543210');
  const attempted = identity.joinKey(server) ?? '';
  // Nothing else to try now: the next attempt can wait, and begins anew with the key that the server may have taken.
  expect(identity.refused()).toBe(false);
  expect(readdirSync(folder)).toEqual(['agent.key', 'agent.key.joining']);
  const names = [nameOf(identity)];
  while (identity.refused()) names.push(nameOf(identity));
  expect(names).toEqual([`key-${fingerprintOf(attempted)}`, name, 'join-ba9876543210']);
});

it('goes on with its key when it is started with a token that it does not need', () => {
  const { name } = joined();
  const identity = new JoinedIdentity({ folder, token: { ...token, id: 'ba9876543210' } });
  expect(nameOf(identity)).toBe(name);
  identity.accepted();
  expect(nameOf(identity)).toBe(name);
});

it('says what to do about a damaged key, and joins anew by a token all the same', () => {
  writeFileSync(join(folder, 'agent.key'), '{"privateKey":"x"}');
  expect(() => new JoinedIdentity({ folder, token: undefined }).next()).toThrow(
    `the agent's key ${folder}/agent.key is damaged: remove it, and start the agent with a new token`,
  );
  for (const text of ['', 'null', '[]', '{', '{"privateKey":1,"serverKey":2}'])
    expect(() => {
      writeFileSync(join(folder, 'agent.key'), text);
      readKey(join(folder, 'agent.key'));
    }).toThrow('is damaged');
  expect(nameOf(new JoinedIdentity({ folder, token }))).toBe('join-0123456789ab');
});

it('says why a key cannot be kept, before the server hears of it', () => {
  writeFileSync(join(folder, 'file'), '');
  const identity = new JoinedIdentity({ folder: join(folder, 'file', 'no'), token });
  identity.next();
  expect(() => identity.joinKey(server)).toThrow('cannot be written');
});

it('is chosen by what there is', () => {
  const none = { dataDir: folder, token: undefined, tokenFile: undefined };
  expect(() => identityOf(none).next()).toThrow(`${folder}/agent.token cannot be read`);
  writeFileSync(join(folder, 'agent.token'), 'secret\n');
  expect(identityOf(none).next()).toEqual({ kind: 'local', secret: 'secret' });
  const { name } = joined();
  expect(readFileSync(join(folder, 'agent.key'), 'utf8')).toMatch(
    /^{"privateKey":"[\w-]{43}","serverKey":"[\w-]{43}"}\n$/,
  );
  expect(nameOf(identityOf(none) as JoinedIdentity)).toBe(name);
  expect(identityOf({ ...none, tokenFile: join(folder, 'agent.token') }).next()).toMatchObject({ kind: 'local' });
});

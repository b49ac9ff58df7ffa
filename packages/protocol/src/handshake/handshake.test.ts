import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentClaims } from '../types.ts';
import { framed } from './framed.ts';
import {
  AgentHandshake,
  type AgentIdentity,
  agentBytes,
  fingerprintOf,
  isKeyText,
  joinKeyOf,
  joinTokenText,
  keyProver,
  newExchange,
  newSigningKey,
  OrderInbox,
  OrderSeals,
  orderKey,
  type Prover,
  parseJoinToken,
  secretProver,
  serverBytes,
  signingKeyOf,
  type Transcript,
} from './index.ts';

const CLAIMS: AgentClaims = {
  protocol: 2,
  session: 'session-0001',
  agentVersion: '0.1.0',
  intervalMs: 1000,
  mayApply: true,
  facts: {
    hostId: 'host-0001',
    hostname: 'alpha',
    kernelRelease: '6.18.0',
    arch: 'x64',
    cpuCount: 2,
    pageSizeBytes: 4096,
    memTotalBytes: 8_000_000_000,
    bootId: 'boot',
  },
  missing: [],
};
const WHO = { protocol: 2, hostId: 'host-0001', session: 'session-0001' };
const SERVER_KEY = newSigningKey();

/** The server's side as plainly as it can be written. */
function answerOf(handshake: AgentHandshake, prover: Prover, serverKey = SERVER_KEY.publicKey) {
  const { key, hostId, session, nonce: agentNonce } = handshake.greeting;
  const { nonce, shareWith } = newExchange();
  const said: Transcript = { key, hostId, session, agentNonce, serverNonce: nonce, serverKey };
  const reply = { ok: true, nonce, serverKey, proof: prover.prove(serverBytes(said)) };
  return { reply, said, shared: shareWith(agentNonce) };
}

const own = newSigningKey();
const token = { id: '0123456789ab', secret: 'f'.repeat(40), fingerprint: fingerprintOf(SERVER_KEY.publicKey) };
const IDENTITIES: readonly (readonly [AgentIdentity, Prover])[] = [
  [{ kind: 'local', secret: 'a secret' }, secretProver('a secret')],
  [{ kind: 'key', key: own, serverKey: SERVER_KEY.publicKey }, keyProver(SERVER_KEY.secret, own.publicKey)],
  [{ kind: 'token', token }, keyProver(SERVER_KEY.secret, joinKeyOf(token).publicKey)],
];

describe('two ends that have what they say', () => {
  it.each(IDENTITIES)('prove it to each other, and orders come through (%o)', (identity, prover) => {
    const handshake = new AgentHandshake(identity, WHO);
    const { reply, said, shared } = answerOf(handshake, prover);
    const server = handshake.check(reply);
    const { proof, ...claims } = server.hello(CLAIMS);
    expect(claims).toEqual(CLAIMS);
    expect(prover.accepts(agentBytes(said, claims), proof)).toBe(true);
    const theirs = new OrderSeals(orderKey(said, shared));
    const body = { id: 'c1', action: 'confirm' };
    expect(server.orders.accepts('change:order', body, theirs.seal('change:order', body))).toBe(true);
  });

  it('name themselves by what they will prove', () => {
    expect(IDENTITIES.map(([identity]) => new AgentHandshake(identity, WHO).greeting.key)).toEqual([
      'local',
      `key-${fingerprintOf(own.publicKey)}`,
      'join-0123456789ab',
    ]);
  });
});

describe('an agent takes nobody for its server', () => {
  it.each(IDENTITIES)('that only has its own key (%o)', (identity) => {
    const handshake = new AgentHandshake(identity, WHO);
    const other = newSigningKey();
    const { reply } = answerOf(handshake, keyProver(other.secret, own.publicKey));
    expect(() => handshake.check(reply)).toThrow(expect.objectContaining({ code: 'impostor' }));
  });

  it.each(IDENTITIES.slice(1))('with another public key, and says what to do (%o)', (identity) => {
    const handshake = new AgentHandshake(identity, WHO);
    const other = newSigningKey();
    const { reply } = answerOf(handshake, keyProver(other.secret, own.publicKey), other.publicKey);
    expect(() => handshake.check(reply)).toThrow(
      expect.objectContaining({ code: 'other-server', message: expect.stringContaining('make a') }),
    );
  });

  it.each(IDENTITIES)('that repeats what the server said to another greeting (%o)', (identity, prover) => {
    const before = new AgentHandshake(identity, WHO);
    const { reply } = answerOf(before, prover);
    before.check(reply);
    expect(() => new AgentHandshake(identity, WHO).check(reply)).toThrow(expect.objectContaining({ code: 'impostor' }));
  });

  it.each(IDENTITIES)('that changed one word of what the server said (%o)', (identity, prover) => {
    const handshake = new AgentHandshake(identity, WHO);
    const { reply } = answerOf(handshake, prover);
    expect(() => handshake.check({ ...reply, nonce: newExchange().nonce })).toThrow(
      expect.objectContaining({ code: 'impostor' }),
    );
    expect(() => handshake.check({ ...reply, serverKey: newSigningKey().publicKey })).toThrow(
      expect.objectContaining({ name: 'HandshakeError' }),
    );
    expect(() => handshake.check({ ...reply, proof: `A${reply.proof.slice(1)}A` })).toThrow(
      expect.objectContaining({ code: 'impostor' }),
    );
  });

  it('that hands back its own proof', () => {
    const [[identity, prover] = []] = IDENTITIES;
    if (identity === undefined || prover === undefined) throw new Error('no identity');
    const handshake = new AgentHandshake(identity, WHO);
    const { reply, said } = answerOf(handshake, prover);
    const { proof } = handshake.check(reply).hello(CLAIMS);
    expect(() => handshake.check({ ...reply, proof })).toThrow(expect.objectContaining({ code: 'impostor' }));
    expect(prover.accepts(serverBytes(said), proof)).toBe(false);
  });

  it('that says anything else', () => {
    for (const [identity] of IDENTITIES) {
      const handshake = new AgentHandshake(identity, WHO);
      fc.assert(
        fc.property(fc.anything(), (reply) => {
          expect(() => handshake.check(reply)).toThrow(expect.objectContaining({ name: 'HandshakeError' }));
        }),
        { numRuns: 300 },
      );
    }
  });

  it('whose nonce makes no secret', () => {
    const [[identity, prover] = []] = IDENTITIES;
    if (identity === undefined || prover === undefined) throw new Error('no identity');
    const handshake = new AgentHandshake(identity, WHO);
    const { said } = answerOf(handshake, prover);
    // The point of order one: whatever it is multiplied with is nothing.
    const zero = Buffer.alloc(32).toString('base64url');
    const proof = prover.prove(serverBytes({ ...said, serverNonce: zero }));
    expect(() => handshake.check({ nonce: zero, serverKey: said.serverKey, proof })).toThrow(
      expect.objectContaining({ code: 'bad-reply' }),
    );
  });
});

describe('an agent’s proof', () => {
  it.each(IDENTITIES)('is of its whole hello and of this handshake alone (%o)', (identity, prover) => {
    const handshake = new AgentHandshake(identity, WHO);
    const { reply, said } = answerOf(handshake, prover);
    const { proof, ...claims } = handshake.check(reply).hello(CLAIMS);
    const changed: readonly (readonly [Transcript, object])[] = [
      [said, { ...claims, mayApply: false }],
      [said, { ...claims, joinKey: own.publicKey }],
      [said, { ...claims, facts: { ...claims.facts, hostId: 'host-0002' } }],
      [{ ...said, hostId: 'host-0002' }, claims],
      [{ ...said, session: 'session-0002' }, claims],
      [{ ...said, key: 'local ' }, claims],
      [{ ...said, agentNonce: newExchange().nonce }, claims],
      [{ ...said, serverNonce: newExchange().nonce }, claims],
      [{ ...said, serverKey: newSigningKey().publicKey }, claims],
    ];
    for (const [transcript, given] of changed) expect(prover.accepts(agentBytes(transcript, given), proof)).toBe(false);
    for (const other of ['', 'x', proof.slice(1), undefined, null, 7, {}])
      expect(prover.accepts(agentBytes(said, claims), other)).toBe(false);
    expect(keyProver(SERVER_KEY.secret, undefined).accepts(agentBytes(said, claims), proof)).toBe(false);
  });
});

describe('orders', () => {
  const key = Buffer.alloc(32, 7);

  it('count once, in their order, as they were given', () => {
    const [server, agent] = [new OrderSeals(key), new OrderSeals(key)];
    const one = server.seal('watch:set', { watched: true });
    const two = server.seal('watch:set', { watched: false });
    expect(agent.accepts('sockets:query', { watched: true }, one)).toBe(false);
    expect(agent.accepts('watch:set', { watched: false }, one)).toBe(false);
    expect(agent.accepts('watch:set', { watched: true }, { ...one, number: 2 })).toBe(false);
    expect(agent.accepts('watch:set', { watched: true }, one)).toBe(true);
    expect(agent.accepts('watch:set', { watched: true }, one)).toBe(false);
    expect(agent.accepts('watch:set', { watched: false }, two)).toBe(true);
    expect(agent.accepts('watch:set', { watched: true }, one)).toBe(false);
    expect(new OrderSeals(Buffer.alloc(32, 8)).accepts('watch:set', { watched: true }, one)).toBe(false);
    for (const seal of [undefined, null, 1, '', {}, { number: 3 }, { number: Number.NaN, proof: one.proof }])
      expect(agent.accepts('watch:set', {}, seal)).toBe(false);
  });

  it('are sealed as they arrive', () => {
    const [server, agent] = [new OrderSeals(key), new OrderSeals(key)];
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const travelled: unknown = JSON.parse(JSON.stringify(body));
        expect(agent.accepts('change:apply', travelled, server.seal('change:apply', body))).toBe(true);
      }),
    );
    const body = { by: undefined, list: [undefined, Number.NaN] };
    const travelled: unknown = JSON.parse(JSON.stringify(body));
    expect(agent.accepts('change:apply', travelled, server.seal('change:apply', body))).toBe(true);
  });

  it('are no orders before the server has proved itself', () => {
    const listeners = new Map<string, (...given: readonly unknown[]) => void>();
    const heard: unknown[] = [];
    const forged: string[] = [];
    let seals: OrderSeals | undefined;
    const inbox = new OrderInbox({
      socket: { on: (event, listener) => listeners.set(event, listener) },
      seals: () => seals,
      onForged: (event) => forged.push(event),
    });
    inbox.on('watch:set', (watch) => heard.push(watch));
    const server = new OrderSeals(key);
    const order = { watched: true, details: [] };
    const tell = () => listeners.get('watch:set')?.(order, server.seal('watch:set', order));
    tell();
    expect([heard, forged]).toEqual([[], ['watch:set']]);
    seals = new OrderSeals(key);
    tell();
    listeners.get('watch:set')?.(order);
    expect([heard, forged]).toEqual([[order], ['watch:set', 'watch:set']]);
  });
});

describe('bytes', () => {
  it('are of one list of parts alone', () => {
    expect(framed('a', ['bc', 'd']).toString('latin1')).toBe(
      '\0\0\0\x03\0\0\0\x0dnetstrata/2 a\0\0\0\x02bc\0\0\0\x01d',
    );
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (one, other) => {
        const same = one.length === other.length && one.every((part, at) => part === other[at]);
        expect(framed('x', one).equals(framed('x', other))).toBe(same);
      }),
    );
  });
});

describe('keys and tokens', () => {
  it('are the same from start to start', () => {
    const secret = Buffer.alloc(32, 1).toString('base64url');
    // RFC 8032's function over 32 bytes of 1.
    expect(signingKeyOf(secret).publicKey).toBe('iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w');
    expect(fingerprintOf('iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w')).toMatch(/^[0-9a-f]{32}$/);
    expect(joinKeyOf(token)).toEqual(joinKeyOf({ ...token }));
    expect(joinKeyOf(token)).not.toEqual(joinKeyOf({ ...token, id: '0123456789ac' }));
  });

  it('are read back as they were written, and nothing else is', () => {
    expect(parseJoinToken(` ${joinTokenText(token)}\n`)).toEqual(token);
    for (const text of ['', 'nsj_', joinTokenText(token).slice(1), `${joinTokenText(token)}0`, 'nsj_a_b_c'])
      expect(parseJoinToken(text)).toBeUndefined();
    expect(isKeyText(own.publicKey)).toBe(true);
    for (const text of ['', 'a'.repeat(42), 'a'.repeat(44), `${'a'.repeat(42)}_`, `${'a'.repeat(42)}=`, 7, undefined])
      expect(isKeyText(text)).toBe(false);
  });
});

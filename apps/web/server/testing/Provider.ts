import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Who the provider says is there, or what it gets wrong on purpose. */
export interface Claims {
  readonly sub: string;
  readonly email: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly [claim: string]: unknown;
}

interface Pending {
  readonly challenge: string;
  readonly nonce: string;
  readonly redirectUri: string;
}

export interface Provider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who signs in next. */
  who: Claims;
  /** What is put into the next id token instead of what is right. */
  forged: Readonly<Record<string, unknown>>;
  /** Signs with a key that it does not publish. */
  foreignKey: boolean;
  close(): void;
}

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64url');

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

/** A small OpenID provider on loopback: discovery, code with PKCE, signed id tokens, published keys. It lets in whoever `who` is. */
export async function startProvider(who: Claims): Promise<Provider> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pending = new Map<string, Pending>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', provider.issuer);
    const json = (status: number, body: object) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const { issuer, clientId, clientSecret } = provider;
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/keys':
        return json(200, {
          keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }],
        });
      case '/authorize': {
        const of = (name: string) => url.searchParams.get(name) ?? '';
        if (of('client_id') !== clientId || of('code_challenge_method') !== 'S256')
          return json(400, { error: 'invalid_request' });
        const code = randomUUID();
        pending.set(code, { challenge: of('code_challenge'), nonce: of('nonce'), redirectUri: of('redirect_uri') });
        const back = new URL(of('redirect_uri'));
        back.searchParams.set('code', code);
        back.searchParams.set('state', of('state'));
        response.writeHead(302, { Location: back.href });
        return response.end();
      }
      case '/token': {
        const body = await bodyOf(request);
        const known = pending.get(body.get('code') ?? '');
        pending.delete(body.get('code') ?? '');
        const verifier = createHash('sha256')
          .update(body.get('code_verifier') ?? '')
          .digest('base64url');
        const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
        const isClient = request.headers.authorization === basic || body.get('client_secret') === clientSecret;
        if (
          known === undefined ||
          verifier !== known.challenge ||
          known.redirectUri !== body.get('redirect_uri') ||
          !isClient
        )
          return json(400, { error: 'invalid_grant' });
        const seconds = Math.floor(Date.now() / 1000);
        const claims = {
          iss: issuer,
          aud: clientId,
          iat: seconds,
          exp: seconds + 300,
          nonce: known.nonce,
          ...provider.who,
          ...provider.forged,
        };
        const signed = `${base64(JSON.stringify({ alg: 'RS256', kid: 'one', typ: 'JWT' }))}.${base64(JSON.stringify(claims))}`;
        const key = provider.foreignKey ? foreign.privateKey : own.privateKey;
        const token = `${signed}.${base64(sign('sha256', Buffer.from(signed), key))}`;
        return json(200, { access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: token });
      }
      default:
        return json(404, { error: 'not_found' });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const provider: Provider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId: 'netstrata',
    clientSecret: 'a secret of the client',
    who,
    forged: {},
    foreignKey: false,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return provider;
}

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { resources } from '../testing/resources.ts';

const AGENT = fileURLToPath(new URL('../../../agent/src/start.mjs', import.meta.url));
const PATIENCE = { timeout: 180_000, interval: 100 };
const use = resources();
const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
if (!hasOpenssl) console.warn('agents over TLS are not tested: there is no openssl to make a certificate');

/** A certificate that vouches for itself, as a private authority's does. */
function certificateOf(folder: string, name: string): { readonly cert: string; readonly key: string } {
  const files = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-days', '2'];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', '-x509', ...made, ...subject, '-keyout', files.key, '-out', files.cert], {
    stdio: 'ignore',
  });
  return files;
}

it.skipIf(!hasOpenssl)(
  'over TLS an agent trusts the authority that it was told of and no other, and on its own machine the handshake alone',
  async () => {
    const folder = use.folder();
    const server = await use.server(folder);
    const own = certificateOf(folder, 'localhost');
    const other = certificateOf(folder, 'other');
    const front = createServer({ cert: readFileSync(own.cert), key: readFileSync(own.key) }, (visitor) => {
      const inner = connect(server.port, '127.0.0.1');
      for (const [one, another] of [
        [visitor, inner],
        [inner, visitor],
      ] as const)
        one.on('error', () => another.destroy()).pipe(another);
    }).listen(0, '127.0.0.1');
    onTestFinished(() => {
      front.close();
    });
    await once(front, 'listening');
    const data = join(folder, 'data');
    const url = `https://localhost:${(front.address() as AddressInfo).port}`;
    const said = async (words: readonly string[], expected: string): Promise<void> => {
      const all = ['--server', url, '--token-file', join(data, 'agent.token'), '--data', data, ...words];
      const child = spawn(process.execPath, [AGENT, ...all], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
      let text = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      try {
        await expect.poll(() => text, PATIENCE).toContain(expected);
      } finally {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
    };
    await said(['--ca', other.cert], "if the server's certificate is from an authority of your own");
    await said(['--ca', join(folder, 'none.pem')], 'no such file or directory');
    expect((await server.get('/api/v1/hosts')).body).toEqual({ hosts: [] });
    await said(['--ca', own.cert], 'info  agent: connected');
    await said([], 'info  agent: connected');
  },
);

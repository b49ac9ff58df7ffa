import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from './config.ts';
import { errnoOf, StartError } from './StartError.ts';

export interface TlsFiles {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * Reads a certificate (with what it is signed by, if anything, behind it) and its key, both PEM.
 * @throws StartError that says what to do about a file that cannot be read, is none of these, does not fit the other or has expired
 */
export function loadTls({ certFile, keyFile }: NonNullable<Config['tls']>, nowMs: number): TlsFiles {
  const cert = read(certFile, 'certificate', '--tls-cert');
  const key = read(keyFile, 'key', '--tls-key');
  const parsed = attempt(() => new X509Certificate(cert));
  if (parsed === undefined)
    throw new StartError(
      `${certFile} holds no certificate in PEM form: give --tls-cert the file that begins with BEGIN CERTIFICATE.`,
    );
  const secret = attempt(() => createPrivateKey(key));
  if (secret === undefined)
    throw new StartError(
      `${keyFile} holds no key in PEM form without a pass phrase: give --tls-key the file that begins with BEGIN PRIVATE KEY.`,
    );
  if (!parsed.checkPrivateKey(secret))
    throw new StartError(
      `The key ${keyFile} does not belong to the certificate ${certFile}: give --tls-key the key that it was made with.`,
    );
  if (parsed.validToDate.getTime() <= nowMs)
    throw new StartError(`The certificate ${certFile} has expired on ${dayOf(parsed.validToDate)}: renew it.`);
  if (parsed.validFromDate.getTime() > nowMs)
    throw new StartError(
      `The certificate ${certFile} is valid from ${dayOf(parsed.validFromDate)} on: check the clock of this machine.`,
    );
  return { cert, key };
}

function read(path: string, what: string, flag: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = { ENOENT: 'there is no such file', EACCES: 'this user may not read it', EISDIR: 'it is a folder' }[
      errnoOf(error) ?? ''
    ];
    throw new StartError(
      `The ${what} ${path} cannot be read (${reason ?? errnoOf(error) ?? 'unknown error'}): check ${flag}.`,
      1,
      {
        cause: error,
      },
    );
  }
}

function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

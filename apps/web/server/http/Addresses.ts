import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

export interface AddressesOptions {
  /** Whether the server itself speaks TLS. */
  readonly tls: boolean;
  /** Where people find the server, when a proxy or a name of its own stands before it. */
  readonly publicUrl: URL | undefined;
  /** Proxies in front that add the address they were called from to X-Forwarded-For. */
  readonly trustProxy: number;
}

/** localhost, 127.x.x.x or [::1], with or without a port. */
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;
const ADDRESS_HOST = /^(?:\[([\da-f:.]+)\]|([\d.]+))(?::\d{1,5})?$/i;

/** What this server is called, and who calls it: the rules for Host, Origin and X-Forwarded-For. */
export class Addresses {
  readonly #options: AddressesOptions;

  constructor(options: AddressesOptions) {
    this.#options = options;
  }

  /** Whether pages are reached by HTTPS, so that cookies can be kept to it. */
  get secure(): boolean {
    return this.#options.tls || this.#options.publicUrl?.protocol === 'https:';
  }

  /** Whether a browser may be told to use HTTPS alone for the name it called: not for localhost, where other programs serve too. */
  isHttpsOnly({ headers: { host = '' } }: Pick<IncomingMessage, 'headers'>): boolean {
    return this.secure && !LOOPBACK_HOST.test(host);
  }

  /**
   * Whether a Host header names this server: a loopback name, the address that the connection came in on, or the name of the public URL.
   * A foreign name never does, and an address cannot be pointed elsewhere: DNS rebinding ends here.
   */
  isOwnHost(host: string, localAddress: string | undefined): boolean {
    if (LOOPBACK_HOST.test(host)) return true;
    if (host.toLowerCase() === this.#options.publicUrl?.host) return true;
    const [, six, four] = ADDRESS_HOST.exec(host) ?? [];
    const address = six ?? four;
    return address !== undefined && isIP(address) !== 0 && sameAddress(address, localAddress);
  }

  /** Whether a page of this origin is one of ours. */
  isOwnOrigin(origin: string, host: string): boolean {
    const given = origin.toLowerCase();
    if (given === this.#options.publicUrl?.origin) return true;
    return given === `${this.#options.tls ? 'https' : 'http'}://${host.toLowerCase()}`;
  }

  /** The origin that a request's page is of, and that links in the answer begin with. */
  originOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
    const { publicUrl, tls } = this.#options;
    const { host = 'localhost', origin } = headers;
    if (
      publicUrl !== undefined &&
      (origin?.toLowerCase() === publicUrl.origin || host.toLowerCase() === publicUrl.host)
    )
      return publicUrl.origin;
    return `${tls ? 'https' : 'http'}://${host}`;
  }

  /** The address a request comes from. What a client claims counts for nothing: only what trusted proxies have added is read. */
  addressOf({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): string {
    const { trustProxy } = this.#options;
    const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',');
    const hops = forwarded.split(',').map((hop) => plainAddress(hop.trim()));
    const told = trustProxy > 0 ? hops.at(-trustProxy) : undefined;
    return told !== undefined && isIP(told) !== 0 ? told : plainAddress(socket.remoteAddress ?? '');
  }
}

/** ::ffff:192.0.2.1 is 192.0.2.1. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

function sameAddress(one: string, other: string | undefined): boolean {
  return other !== undefined && canonical(one) === canonical(plainAddress(other));
}

/** As URLs write it. */
function canonical(address: string): string {
  return address.includes(':') ? new URL(`http://[${address}]`).hostname : address;
}

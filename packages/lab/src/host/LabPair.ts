import { link } from '../link/link.ts';
import { type RouteOptions, routeOver } from '../link/routeOver.ts';
import type { Link, LinkOptions } from '../link/types.ts';
import { createNamespace, type Namespace } from '../namespace/namespace.ts';
import { LabHost, type LabHostOptions } from './LabHost.ts';

/** A host with the product and a second machine without, with a link between them. */
export class LabPair implements AsyncDisposable {
  readonly host: LabHost;
  readonly peer: Namespace;
  readonly link: Link;

  private constructor(host: LabHost, peer: Namespace, between: Link) {
    this.host = host;
    this.peer = peer;
    this.link = between;
  }

  /** @throws Error where no namespace can be made, or the kernel has nothing for what the link should do */
  static async start(linkOptions: LinkOptions = {}, options: LabHostOptions = {}): Promise<LabPair> {
    const [host, peer] = await Promise.all([LabHost.start(options), createNamespace()]);
    try {
      return new LabPair(host, peer, await link(host.namespace, peer, linkOptions));
    } catch (error) {
      await host[Symbol.asyncDispose]();
      await peer[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Where the host is found from the peer. */
  get hostAddress(): string {
    return this.link.a.address;
  }

  /** Where the peer is found from the host. */
  get peerAddress(): string {
    return this.link.b.address;
  }

  /**
   * Gives the host a route to a network, such as "198.18.0.0/16", by the link; and the peer all of its addresses, unless
   * nobody is to answer there.
   */
  async route(network: string, options: RouteOptions = {}): Promise<void> {
    await routeOver(this.link, network, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.link[Symbol.asyncDispose]();
    await this.host[Symbol.asyncDispose]();
    await this.peer[Symbol.asyncDispose]();
  }
}

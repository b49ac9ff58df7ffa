import type { Listening, ListenOptions, TargetOptions } from './common.ts';
/** Datagrams and single packets. */
export interface DatagramWorkloads {
  /** A UDP socket whose reader is too slow, stops, or never starts. */
  udpSink: {
    options: ListenOptions & {
      readonly rcvbuf?: number;
      /**
       * `never` reads nothing, `stall` nothing for `stallMs` and then everything, `slow` reads `perSecond` datagrams
       * a second, `fast` everything as it comes. Default `never`.
       */
      readonly mode?: 'never' | 'stall' | 'slow' | 'fast';
      /** Default 100. */
      readonly perSecond?: number;
      /** Default 1000. */
      readonly stallMs?: number;
    };
    /** `rcvbuf` is SO_RCVBUF as the kernel keeps it. */
    ready: Listening & { readonly rcvbuf: number };
    done: { readonly datagrams: number; readonly bytes: number };
    /** `read` reads everything from now on and says `drained` with the datagrams so far once none waits; `stop` says `stopped`. */
    commands: 'read' | 'stop';
  };
  /** Sends datagrams in bursts; done by itself when the last has been sent. */
  udpBurst: {
    options: TargetOptions & {
      /** Bytes of payload, 1 to 65507. Default 200. */
      readonly size?: number;
      /** Mean datagrams a second, at most 200000. Default 1000. */
      readonly perSecond?: number;
      /** Datagrams sent back to back. Default 10. */
      readonly burst?: number;
      /** Default 1000, at most 10 million. */
      readonly total?: number;
      /** Sends them with wrong checksums, over IPv4; needs CAP_NET_RAW. Default false. */
      readonly damaged?: boolean;
    };
    ready: Record<never, never>;
    /** `sent` is what the kernel took; `refused` counts tries that failed because an earlier datagram had met a closed port. */
    done: { readonly sent: number; readonly bytes: number; readonly refused: number };
    commands: never;
  };
  /** Sends one datagram to each address of a network in turn, over and over. */
  udpScatter: {
    options: {
      /** "198.18.0.0/16"; the first and last address are left out. */
      readonly network: string;
      /** Default 9. */
      readonly port?: number;
      /** Addresses used, from the first on. Default: all of the network. */
      readonly addresses?: number;
      /** Default 100, at most 20000. */
      readonly perSecond?: number;
      /** Default 1000, at most a million. */
      readonly total?: number;
    };
    ready: Record<never, never>;
    /** `unreachable` counts tries without a route, `refused` those that failed for another reason, such as a full table. */
    done: { readonly sent: number; readonly unreachable: number; readonly refused: number };
    commands: never;
  };
  /**
   * IPv4 packets that no socket stands behind, each from the next address of a network: nobody answers what comes back.
   * `syn` asks for a connection, `udp` is a datagram, `fragment` the first part of a datagram whose rest never comes. Needs CAP_NET_RAW.
   */
  forgedPackets: {
    options: TargetOptions & {
      readonly kind: 'syn' | 'udp' | 'fragment';
      /** Default "198.18.0.0/16". */
      readonly sources?: string;
      /** Default 200, at most 100000. */
      readonly perSecond?: number;
      /** Default 1000, at most a million. */
      readonly total?: number;
      /** Bytes of payload of `udp` and `fragment`, 8 to 1400, a multiple of 8. Default 400. */
      readonly size?: number;
    };
    ready: Record<never, never>;
    done: { readonly sent: number };
    commands: never;
  };
}

import type { PathInfo } from '../libc/tcp-info.ts';

/** Options that every workload has. */
interface CommonOptions {
  /** It ends by itself after this long, 1 to 3600. Default 60. */
  readonly seconds?: number;
}

/** Where a workload listens; port 0 picks a free one, which `ready` tells. Default 127.0.0.1, port 0. */
export interface ListenOptions {
  readonly address?: string;
  readonly port?: number;
}

/** Where a workload sends to. */
export interface TargetOptions {
  readonly address?: string;
  readonly port: number;
}

interface Listening {
  readonly port: number;
}

/**
 * Every workload: the options it takes, what it says when it is ready and when it is done, and the words it obeys.
 * Bytes of socket buffers are as asked; the kernel doubles them and caps them at net.core.rmem_max and wmem_max.
 */
export interface WorkloadCatalog {
  /** A listener whose application does not call accept(): connections pile up in the accept queue. */
  stalledListener: {
    options: ListenOptions & {
      /** Argument of listen(). Default 8. */
      readonly backlog?: number;
      /** Starts accepting, without end, after this long. Default: never. */
      readonly acceptAfterMs?: number;
    };
    ready: Listening;
    done: { readonly accepted: number };
    /** Each says `accepting` or `stalled` once it is so; `accepting` when the queue has been emptied. */
    commands: 'accept' | 'stall';
  };
  /** A listener that takes some connections at a time and then none for a while. */
  burstyAccept: {
    options: ListenOptions & {
      readonly backlog?: number;
      /** Connections taken at once. Default 4. */
      readonly burst?: number;
      /** Time between two bursts. Default 500. */
      readonly everyMs?: number;
    };
    ready: Listening;
    done: { readonly accepted: number };
    commands: never;
  };
  /** Opens connections at a steady rate; done by itself when the last has been answered or given up. */
  connectFlood: {
    options: TargetOptions & {
      /** Default 50, at most 5000. */
      readonly perSecond?: number;
      /** Connections in all, at most 10000. Default 100. */
      readonly total?: number;
      /** Keeps them open until the end; otherwise each is closed as soon as it is made. Default true. */
      readonly hold?: boolean;
      /** When one that gets no answer is given up. Default 3000. */
      readonly giveUpMs?: number;
    };
    ready: Record<never, never>;
    done: {
      readonly attempted: number;
      readonly connected: number;
      readonly refused: number;
      readonly unanswered: number;
    };
    commands: never;
  };
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
  /** Reads every stream that comes, as fast as it can. */
  tcpBulkReceiver: {
    options: ListenOptions & { readonly rcvbuf?: number; readonly congestion?: string };
    ready: Listening;
    done: { readonly bytes: number; readonly connections: number };
    commands: never;
  };
  /** Sends over one connection, with a `progress` each second; done by itself after `bytes`. */
  tcpBulkSender: {
    options: TargetOptions & {
      readonly sndbuf?: number;
      readonly congestion?: string;
      /** Default: until the end. */
      readonly bytes?: number;
      /** What the program has to send; after a pause at most a second's worth is made up for. Default: as fast as it goes. */
      readonly bytesPerSecond?: number;
      /** What the kernel lets leave, evenly (SO_MAX_PACING_RATE). Default: no limit. */
      readonly pacedBytesPerSecond?: number;
    };
    ready: { readonly sndbuf: number };
    done: { readonly bytes: number; readonly elapsedMs: number } & PathInfo;
    commands: never;
  };
  /** A TCP reader slower than its sender: the receive buffer fills and the window closes. */
  slowReader: {
    options: ListenOptions & {
      readonly rcvbuf?: number;
      /** Of each connection. Default 10000; 0 reads nothing. */
      readonly bytesPerSecond?: number;
    };
    ready: Listening;
    done: { readonly bytes: number; readonly connections: number };
    commands: never;
  };
  /** Pairs of established TCP sockets on loopback, both ends in one process: two descriptors a pair, plus a listener. */
  idleSockets: {
    options: {
      /** 0 to 9000. Default 100. */
      readonly pairs?: number;
      /** Share of the pairs that talk, 0 to 1. Default 0. */
      readonly activeShare?: number;
      /** A second, of each pair that talks. Default 1. */
      readonly messagesPerSecond?: number;
      /** An address of 127.0.0.0/8. Default 127.0.0.1. */
      readonly address?: string;
    };
    ready: { readonly pairs: number; readonly sockets: number };
    done: { readonly messages: number };
    commands: never;
  };
  /** Ordinary traffic that must not alarm anyone: requests over kept and over short connections, and UDP questions. */
  mixedLoad: {
    options: {
      /** Over connections that stay. Default 50. */
      readonly requestsPerSecond?: number;
      /** Connections that stay. Default 4. */
      readonly connections?: number;
      /** Connections made for one request. Default 5. */
      readonly shortPerSecond?: number;
      /** UDP questions with an answer. Default 10. */
      readonly udpPerSecond?: number;
      /** Default 2048. */
      readonly responseBytes?: number;
    };
    ready: Record<never, never>;
    done: { readonly requests: number; readonly shortConnections: number; readonly datagrams: number };
    commands: never;
  };
}

export type WorkloadName = keyof WorkloadCatalog;
export type OptionsOf<Name extends WorkloadName> = WorkloadCatalog[Name]['options'] & CommonOptions;
export type ReadyOf<Name extends WorkloadName> = WorkloadCatalog[Name]['ready'];
export type DoneOf<Name extends WorkloadName> = WorkloadCatalog[Name]['done'];
export type CommandOf<Name extends WorkloadName> = WorkloadCatalog[Name]['commands'];

/** A line that a workload said. `ready` comes first and `done` last. */
export interface WorkloadEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

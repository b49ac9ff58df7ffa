import type { PathInfo } from '../../libc/tcp-info.ts';
import type { Listening, ListenOptions, TargetOptions } from './common.ts';
/** Senders and readers of TCP streams. */
export interface StreamWorkloads {
  /** Reads every stream that comes, as fast as it can. */
  tcpBulkReceiver: {
    options: ListenOptions & {
      readonly rcvbuf?: number;
      readonly congestion?: string;
      /** Shares its port with other listeners that say so too (SO_REUSEPORT). Default false. */
      readonly reusePort?: boolean;
    };
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
  /** A TCP reader slower than its sender: the receive buffer fills and the window closes. At 0 bytes a second it leaves even the end of a stream unread. */
  slowReader: {
    options: ListenOptions & {
      readonly rcvbuf?: number;
      /** Of each connection. Default 10000; 0 reads nothing. */
      readonly bytesPerSecond?: number;
      /** Reads everything that waits each time so long has gone by, at least 100. Default: never. */
      readonly readEveryMs?: number;
    };
    ready: Listening;
    done: { readonly bytes: number; readonly connections: number };
    /** Reads everything from now on. */
    commands: 'read';
  };
  /** Writes little at a time over one connection. */
  smallWrites: {
    options: TargetOptions & {
      /** Bytes of one write, 1 to 10000. Default 20. */
      readonly size?: number;
      /** Default 1000, at most 50000. */
      readonly perSecond?: number;
      /** Each write leaves at once, as a segment of its own (TCP_NODELAY). Default false. */
      readonly noDelay?: boolean;
      /** Writes are kept together for as long as they come (TCP_CORK). Default false. */
      readonly cork?: boolean;
    };
    ready: Record<never, never>;
    /** `full` counts writes that the buffer did not take. */
    done: { readonly writes: number; readonly full: number };
    commands: never;
  };
  /** Answers requests of a fixed length over TCP. */
  responder: {
    options: ListenOptions & {
      /** Default 128. */
      readonly requestBytes?: number;
      /** Default 2048. */
      readonly responseBytes?: number;
      /** Calls of write() for one answer. Default 1. */
      readonly writes?: number;
      /** TCP_NODELAY. Default false. */
      readonly noDelay?: boolean;
      /** Of listen(). Default 511. */
      readonly backlog?: number;
      /** Closes each connection after its first answer. Default false. */
      readonly closes?: boolean;
    };
    ready: Listening;
    done: { readonly answers: number; readonly connections: number };
    commands: never;
  };
  /** Asks a responder, over connections that stay or over one for each request. */
  requester: {
    options: TargetOptions & {
      readonly requestBytes?: number;
      readonly responseBytes?: number;
      /** Calls of write() for one request. Default 1. */
      readonly writes?: number;
      readonly noDelay?: boolean;
      /** Default 50, at most 5000; each connection waits for an answer before it asks again. */
      readonly perSecond?: number;
      /** Connections that stay. Default 4. */
      readonly connections?: number;
      /** False opens a connection for each request and closes it after the answer. Default true. */
      readonly keepAlive?: boolean;
    };
    ready: Record<never, never>;
    /** `medianMs` is the time from question to answer, of the last thousand. */
    done: {
      readonly requests: number;
      readonly connections: number;
      readonly failed: number;
      readonly medianMs: number | undefined;
    };
    commands: never;
  };
}

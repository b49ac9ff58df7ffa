/** Sockets and files that are there rather than busy. */
export interface ResourceWorkloads {
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
  /** A process that has many files open, under a limit of its own. */
  openFiles: {
    options: {
      /** Soft limit of open files (RLIMIT_NOFILE) that it sets itself, 64 to 20000. Default 256. */
      readonly limit?: number;
      /** Share of the limit that is open, 0 to 1. Default 0.95. */
      readonly share?: number;
    };
    ready: { readonly open: number; readonly limit: number };
    done: Record<never, never>;
    /** Closes what it opened and says `closed`. */
    commands: 'close';
  };
  /** A Unix socket whose reader does not read. */
  unixQueue: {
    options: {
      /** Default "dgram". */
      readonly kind?: 'dgram' | 'stream';
      /** Bytes of one write, 1 to 65536. Default 100. */
      readonly size?: number;
      /** Writes tried a second, at most 10000. Default 100. */
      readonly perSecond?: number;
      /** Reads everything as it comes. Default false. */
      readonly reads?: boolean;
      /** Reads everything that waits each time so long has gone by, at least 100. Default: never. */
      readonly readEveryMs?: number;
    };
    ready: Record<never, never>;
    /** `full` counts writes that found the queue or the buffer full. */
    done: { readonly written: number; readonly full: number; readonly read: number };
    /** Reads everything from now on. */
    commands: 'read';
  };
}

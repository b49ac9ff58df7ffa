import type { Listening, ListenOptions, TargetOptions } from './common.ts';
/** Listeners and those who connect to them. */
export interface AcceptWorkloads {
  /** A listener whose application does not call accept(): connections pile up in the accept queue. */
  stalledListener: {
    options: ListenOptions & {
      /** Argument of listen(). Default 8. */
      readonly backlog?: number;
      /** Starts accepting, without end, after this long. Default: never. */
      readonly acceptAfterMs?: number;
      /** Shares its port with other listeners that say so too (SO_REUSEPORT). Default false. */
      readonly reusePort?: boolean;
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
      /** Stays until its time is over, with what it keeps open, when all have been answered. Default false. */
      readonly stay?: boolean;
      /** When one that gets no answer is given up. Default 3000. */
      readonly giveUpMs?: number;
    };
    ready: Record<never, never>;
    done: {
      readonly attempted: number;
      readonly connected: number;
      readonly refused: number;
      readonly unanswered: number;
      /** Tries that failed because no local port was free for this destination. */
      readonly noPort: number;
    };
    commands: never;
  };
  /** Opens connections, writes into each what the other side does not read, and closes it: the kernel keeps what nobody owns any more. */
  orphanMaker: {
    options: TargetOptions & {
      /** Default 20, at most 1000. */
      readonly perSecond?: number;
      /** Connections in all, at most 10000. Default 100. */
      readonly total?: number;
      /** Written into each before it is closed, as far as its buffer takes them. Default 100000. */
      readonly bytes?: number;
    };
    ready: Record<never, never>;
    done: { readonly made: number; readonly failed: number };
    commands: never;
  };
}

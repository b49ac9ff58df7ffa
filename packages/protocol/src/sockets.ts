import type { OtherSocketRow, SocketGrouping, SocketGroupRow, SocketNames, SocketRow } from '@netstrata/metrics';
import type { WireError } from './types.ts';

/** Asks for a window of a list of sockets. */
export interface SocketsQuery {
  /** Field of SocketRow to sort by; descending unless it starts with "+". Default "fill". */
  readonly sort: string;
  /** As `parseSocketFilter` takes it. */
  readonly filter: string;
  readonly limit: number;
  /** How many of those that match, in this order, come before the first that is wanted; 0 unless given. */
  readonly offset?: number | undefined;
  /** Sums of the sockets that have this in common, instead of the sockets. */
  readonly group?: SocketGrouping | undefined;
  /** An answer of a dump up to so old will do, or as old as the agent's CPU budget makes dumps. 0, unless given, is one made for the query. */
  readonly maxAgeMs?: number | undefined;
  /** `timeMs` of an answer to the same question: what stood in that list is given again in its order, with the values of now. */
  readonly inOrderOf?: number | undefined;
}
/** A list in the order of an answer before. */
export interface HeldOrder {
  /** Of that answer. */
  readonly timeMs: number;
  /** How many stood in it: the window is a part of these. */
  readonly length: number;
  /** How many match now that did not stand in it. */
  readonly added: number;
  /** How many of those that stood in it are there no more. */
  readonly gone: number;
  /** The places of those in the window, from the begin of the list: the rows of the window are those between them. */
  readonly places: readonly number[];
}
export interface SocketsAnswer {
  readonly timeMs: number;
  /** The other network namespace that was asked for. */
  readonly netns?: string | undefined;
  readonly total: number;
  readonly matched: number;
  /** Empty where groups were asked for. */
  readonly sockets: readonly (SocketRow | OtherSocketRow)[];
  readonly names?: SocketNames | undefined;
  /** Those of the window. */
  readonly groups?: readonly SocketGroupRow[] | undefined;
  readonly groupTotal?: number | undefined;
  /** Undefined where no order was asked for, or where the one asked for is known no more: then the list is in a new one. */
  readonly held?: HeldOrder | undefined;
}
export type SocketsReply = ({ readonly ok: true } & SocketsAnswer) | { readonly ok: false; readonly error: WireError };

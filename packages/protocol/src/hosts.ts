import type { Layer, LayerState, StackFigure } from '@netstrata/metrics';

/** What is told of every host. `T` is `Words` until it is sent to a reader of one language. */
export interface HostSummary<T = string> {
  readonly hostId: string;
  /** True for the machine the server runs on. */
  readonly self: boolean;
  readonly hostname: string;
  readonly kernelRelease: string;
  readonly connected: boolean;
  /** Unix ms by the server's clock when the newest sample arrived, null before the first. */
  readonly lastSampleMs: number | null;
  /** Whether settings may be changed on it: its agent was started with permission, and of one elsewhere so says its enrolment. */
  readonly mayApply: boolean;
  /** Undefined until its agent has come since the server started. */
  readonly agentVersion?: string | undefined;
  readonly layers: readonly { readonly layer: Layer; readonly state: LayerState }[];
  /** Whether samples arrive: then its newest is of now, whatever `lastSampleMs` was when this was told. */
  readonly live: boolean;
  /** Words that people sort hosts by. */
  readonly tags: readonly string[];
  /** What hurts most, in one sentence; absent when nothing does or nothing is known of now. */
  readonly headline?: T | undefined;
  /** The number that stands for it; absent when nothing is known of now. */
  readonly figure?: StackFigure<T> | undefined;
}

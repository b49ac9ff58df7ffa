/** Why something cannot be told, and what would bring it. */
export interface Missing {
  readonly why: string;
  /** What the agent needs for it, where anything helps. */
  readonly capability?: string | undefined;
}

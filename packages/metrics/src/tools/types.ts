import type { Words } from '../words/types.ts';

/**
 * A line of what a tool prints, with our numbers in place of its own: `{id}` a value, `{id/s}` its growth a second, `{id+id}` a sum,
 * `{id[state=listen]}` of some series only, `{id~1024}` divided, `{id>10}` and `{id<10}` filled up to a width, `{@device}` a label.
 */
export type ToolLine =
  | string
  /** Once for each series of a metric; what stands in its lines is of that series. */
  | { readonly each: string; readonly lines: readonly string[] };

/** One way to call a tool, and what it prints then. */
export interface ToolView {
  readonly command: string;
  readonly about: Words;
  readonly lines: readonly ToolLine[];
}

export const TOOL_GROUPS = ['sockets', 'counters', 'devices', 'system', 'paths', 'tracing'] as const;
export type ToolGroup = (typeof TOOL_GROUPS)[number];

/** A program that engineers type to see what this product shows. */
export interface Tool {
  /** As it is typed. */
  readonly id: string;
  readonly group: ToolGroup;
  /** What it is good for. */
  readonly about: Words;
  readonly views: readonly ToolView[];
  /** What of it is not here, and why, or where here it is instead. */
  readonly note: Words | undefined;
}

import type { LinkOptions } from '../link/types.ts';
import type { LabSupport } from '../namespace/support.ts';
import type { Stage } from './Stage.ts';

/** What the kernel itself says of a condition, without the product. */
export interface KernelSign {
  /** The counter or the like, as an engineer would name it. */
  readonly what: string;
  read(stage: Stage): Promise<number>;
  /** The condition is there from this value on; its look-alike stays below. */
  readonly least: number;
}

/** A problem of the network stack that the lab can make. */
export interface Scenario {
  /** Also the name of its file. */
  readonly name: string;
  /** One sentence: what goes wrong. */
  readonly purpose: string;
  /** Ids of the rules that it is to open. */
  readonly opens: readonly string[];
  /** One sentence: what resembles it and is to open nothing. */
  readonly lookAlike: string;
  /** The link to a second machine, where one is needed. */
  readonly link?: LinkOptions;
  /** The link for the look-alike, where it is another. */
  readonly lookAlikeLink?: LinkOptions;
  /** What the kernel must have besides namespaces; asked for before anything is made. */
  readonly needs?: () => LabSupport;
  /** What the machine has once, so that nothing else that needs it may be tested meanwhile. */
  readonly only?: string;
  readonly sign: KernelSign;
  /** Makes the condition; what it starts ends with the stage. */
  make(stage: Stage): Promise<void>;
  makeLookAlike(stage: Stage): Promise<void>;
}

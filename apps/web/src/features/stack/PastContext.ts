import type { SparkPoint, StackModel } from '@netstrata/metrics';
import { createContext } from 'react';

/** The stack of a moment that is over, with the minutes before it. */
export interface Past {
  readonly stack: StackModel;
  readonly history: readonly SparkPoint[];
}

/** What the picture shows instead of the present, where a stretch that is over is chosen. */
export const PastContext = createContext<Past | undefined>(undefined);

import { z } from 'zod';
import type { AdviceAction } from '../types.ts';
import { text } from './primitives.ts';

/** A month. */
const MOST_MINUTES = 43_200;

export const adviceAction: z.ZodType<AdviceAction> = z
  .object({
    id: text(400),
    action: z.enum(['dismiss', 'snooze', 'reopen']),
    minutes: z.int().min(1).max(MOST_MINUTES).optional(),
    because: text(500).optional(),
  })
  .refine(({ action, minutes }) => (action === 'snooze') === (minutes !== undefined), {
    path: ['minutes'],
    message: 'is for snooze, and snooze needs it',
  });

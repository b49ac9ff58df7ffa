import { z } from 'zod';

/** Who asks for a token by which an agent may join. */
export const enrolmentRequest = z.object({
  /** Whether that agent may be told to change settings. */
  allowApply: z.boolean(),
  /** Good for so long; an hour unless said. */
  days: z.int().min(1).max(7).optional(),
});

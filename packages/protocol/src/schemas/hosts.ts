import { z } from 'zod';

/** What people sort hosts by: each once, in order of the alphabet. */
export const tagsRequest = z.object({
  tags: z
    .array(z.string().regex(/^[a-z0-9-]{1,30}$/, 'must be 1 to 30 lower-case letters, digits or "-"'))
    .max(10, 'a host has at most 10 tags')
    .transform((tags) => [...new Set(tags)].toSorted()),
});

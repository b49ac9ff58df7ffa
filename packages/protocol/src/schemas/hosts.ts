import { z } from 'zod';

export const MOST_TAGS = 10;

/** What people sort hosts by: each once, in order of the alphabet. */
export const hostTags = z
  .array(z.string().regex(/^[a-z0-9-]{1,30}$/, 'must be 1 to 30 lower-case letters, digits or "-"'))
  .max(MOST_TAGS, `a host has at most ${MOST_TAGS} tags`)
  .transform((tags) => [...new Set(tags)].toSorted());

export const tagsRequest = z.object({ tags: hostTags });

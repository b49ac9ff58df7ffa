const MOST = 10;
const TAG = /^[a-z0-9-]{1,30}$/;

export interface ReadTags {
  readonly tags: readonly string[];
  /** The first that is none. */
  readonly wrong: string | undefined;
  readonly tooMany: boolean;
}

/** What somebody typed, as the server would take it: each once, in order of the alphabet. */
export const readTags = (text: string): ReadTags => {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const tags = [...new Set(words)].toSorted();
  return { tags, wrong: tags.find((tag) => !TAG.test(tag)), tooMany: tags.length > MOST };
};

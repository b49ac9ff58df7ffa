'use client';
import { useCallback } from 'react';
import { changeQuery, useQuery } from './query.ts';

interface ParamOptions {
  /** A word that is typed letter by letter is one step in the history, not many. */
  readonly replace?: boolean;
}

/** One parameter of the address as state, so that a link shows the same; undefined takes it out. */
export const useParam = (
  name: string,
  { replace = false }: ParamOptions = {},
): readonly [string | undefined, (value: string | undefined) => void] => {
  const value = new URLSearchParams(useQuery()).get(name) ?? undefined;
  const set = useCallback(
    (next: string | undefined) =>
      changeQuery(
        (now) => {
          if (next === undefined) now.delete(name);
          else now.set(name, next);
          return now.toString();
        },
        replace ? 'quietly' : 'step',
      ),
    [name, replace],
  );
  return [value, set];
};

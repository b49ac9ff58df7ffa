import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { type WallOptions, wallOptions } from './wallOptions.ts';

/** What the address says, the same object for as long as it says the same. */
export const useWallOptions = (): WallOptions => {
  const query = useSearchParams();
  return useMemo(() => wallOptions(query), [query]);
};

import { NAVIGATION, type Page } from '../../navigation.ts';
import { roleIncludes } from '../session/roleIncludes.ts';
import { useSession } from '../session/useSession.ts';

/** The pages that this person finds. */
export const useMyPages = (): readonly Page[] => {
  const { me } = useSession();
  return NAVIGATION.filter(({ role }) => role === undefined || roleIncludes(me?.role, role));
};

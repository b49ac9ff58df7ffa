import type { Route } from '../route.ts';
import { invitations } from './invitations.ts';
import { me } from './me.ts';
import { people } from './people.ts';
import { passwords } from './prove.ts';
import { sessions } from './sessions.ts';
import { signInWays } from './signInWays.ts';
import { tokens } from './tokens.ts';
import { wallLinks } from './wallLinks.ts';
import { welcome } from './welcome.ts';

/** Who people and programs are, and who may decide that. */
export const accessRoutes: readonly Route[] = [
  me,
  signInWays,
  ...welcome,
  ...passwords,
  ...sessions,
  ...people,
  ...invitations,
  ...tokens,
  ...wallLinks,
];

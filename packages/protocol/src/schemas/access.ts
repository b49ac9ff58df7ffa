import { z } from 'zod';
import { ROLES } from '../access.ts';
import { name, text } from './primitives.ts';

const role = z.enum(ROLES);
/** Lower case, as accounts are kept and compared. */
const email = z
  .email('must be an e-mail address')
  .max(254)
  .transform((given) => given.toLowerCase());
/** One line, so that it cannot pretend to be two in a list or a log. */
const label = (most: number) =>
  name(most).regex(
    /^[^\p{Cc}\p{Cf}\u2028\u2029]*\S[^\p{Cc}\p{Cf}\u2028\u2029]*$/u,
    'must be one line of visible characters',
  );
const newPassword = z.string().min(12, 'must have at least 12 characters').max(256);
const days = z.int().min(1).max(366);

export const welcomeRequest = z.object({
  code: name(100),
  name: label(100),
  email: email.optional(),
  password: newPassword,
});
export const codeRequest = z.object({ code: name(100) });
export const proveRequest = z.object({ password: text(256) });
export const passwordRequest = z.object({ current: text(256), password: newPassword });
export const signInRequest = z.object({ email: text(254), password: text(256) });
/** Where to come back to: a path of ours, which no browser reads as another machine. */
const ownPath = z
  .string()
  .max(1000)
  .regex(/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/, 'must be a path of this server');
export const oidcRequest = z.object({ callbackURL: ownPath });
export const invitationRequest = z.object({ email, role });
export const personRequest = z
  .object({ role: role.optional(), disabled: z.boolean().optional() })
  .refine((asked) => asked.role !== undefined || asked.disabled !== undefined, 'needs "role" or "disabled"');
export const tokenRequest = z.object({ name: label(64), role, days });
export const wallLinkRequest = z.object({ name: label(64), days });

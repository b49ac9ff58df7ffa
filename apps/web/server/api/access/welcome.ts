import { ProtocolError } from '@netstrata/protocol';
import { codeRequest, validate, welcomeRequest } from '@netstrata/protocol/schemas';
import type { Route } from '../route.ts';

/** Wrong codes are counted as one account's passwords are. */
const ACCOUNT = 'a welcome link';

/** POST /api/v1/welcome/look {code}: whom a link is for, so that its page can say so. Uses nothing up. */
const look: Route = {
  path: '/api/v1/welcome/look',
  method: 'POST',
  parameters: [],
  role: 'public',
  answer: async ({ context: { desk, ledger }, body, from }) => {
    const { code } = validate(codeRequest, body, 'api');
    const { key } = await desk.attempts.run({ address: from, account: ACCOUNT }, async () => desk.lookAt(code));
    if (key === undefined) throw desk.badLink(from);
    const email = key.name === '' ? null : key.name;
    const known = email === null ? undefined : ledger.people.withEmail(email);
    return { body: { email, role: known?.role ?? key.role, name: known?.name ?? null, expiresMs: key.expiresMs } };
  },
};

/**
 * POST /api/v1/welcome {code, name, email, password}: makes the account that a link is for, the first admin's or an invited person's, and
 * signs in. A link is used once. For an invitation the e-mail address is that of the invitation.
 */
const use: Route = {
  path: '/api/v1/welcome',
  method: 'POST',
  parameters: [],
  role: 'public',
  answer: async ({ context: { desk, ledger, now }, body, from, origin, header }) => {
    const { code, name, email: given, password } = validate(welcomeRequest, body, 'api');
    const { key } = await desk.attempts.run({ address: from, account: ACCOUNT }, async () => desk.lookAt(code));
    if (key === undefined) throw desk.badLink(from);
    const email = key.name === '' ? given : key.name;
    if (email === undefined) throw new ProtocolError('bad-request', 'api', 'email: is needed for the first admin');
    if (given !== undefined && given !== email)
      throw new ProtocolError('bad-request', 'api', 'email: this invitation is for another address');
    const known = ledger.people.withEmail(email);
    if (key.name === '' && known !== undefined)
      throw new ProtocolError('conflict', 'api', 'this address has an account already: choose another');
    if (known?.disabled) throw new ProtocolError('forbidden', 'api', 'this account is switched off: ask an admin');
    // Ended first: of two who use it at once one goes on.
    if (!ledger.keys.end(key.id, now())) throw desk.badLink(from);
    try {
      if (known === undefined) await desk.accounts.make({ name, email, role: key.role ?? 'viewer', password });
      else {
        await desk.accounts.setPassword(known.id, password);
        ledger.people.endSessionsOf(known.id);
      }
    } catch (error) {
      ledger.keys.reopen(key.id);
      throw error;
    }
    const who = { kind: 'person', name: email } as const;
    const action = known === undefined ? 'person.create' : 'person.password';
    desk.audit(who, from, { action, target: email, ...(known === undefined && { after: key.role ?? '' }) });
    const signedIn = await desk.accounts.signIn(
      { email, password },
      { origin, address: from, userAgent: header('user-agent') ?? '' },
    );
    if (!signedIn.proved) return { body: { email } };
    desk.audit(who, from, { action: 'person.sign-in', target: email });
    return { body: { email }, headers: { 'Set-Cookie': signedIn.cookies } };
  },
};

export const welcome: readonly Route[] = [look, use];

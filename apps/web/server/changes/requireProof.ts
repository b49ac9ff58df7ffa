import type { ChangeRequest, Principal } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import type { UnitRisk } from './previewOf.ts';

/** How long a password, or coming back from the identity provider, counts as just now. */
const PROOF_MS = 600_000;

/** @throws ProtocolError `fresh-proof-needed` for a risky unit that nobody took upon themself, or a person not lately proved */
export function requireProof({ risky }: UnitRisk, { acceptRisk }: ChangeRequest, who: Principal, nowMs: number): void {
  if (!risky) return;
  if (acceptRisk !== true)
    throw new ProtocolError('fresh-proof-needed', 'change', {
      en: 'this change is risky: read what may happen and say "acceptRisk": true',
      'zh-CN': '此更改有风险：请先了解后果，并给出 "acceptRisk": true',
    });
  if (who.kind !== 'person') return;
  const ageMs = who.provedMs === undefined ? Number.POSITIVE_INFINITY : nowMs - who.provedMs;
  if (ageMs > PROOF_MS)
    throw new ProtocolError('fresh-proof-needed', 'change', {
      en: 'this change is risky: give your password again first, or sign in again',
      'zh-CN': '此更改有风险：请先重新输入密码，或重新登录',
    });
}

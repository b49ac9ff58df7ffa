import { useTranslations } from 'next-intl';
import { useFreshness, useHost } from '../connection/live.ts';
import { type May, useMay } from '../session/useSession.ts';

export interface MayChange extends May {
  /** The host takes no changes from here: its agent has no permission, which somebody can give it. */
  readonly isClosed: boolean;
}

/** Whether an order of the person would reach a host now: role, line to the server, and its agent. */
export const useMayReach = (hostId: string): May => {
  const t = useTranslations('changes.mayNot');
  const role = useMay('operator');
  const { kind } = useFreshness(hostId);
  const isConnected = useHost(hostId, ({ update }) => update?.host.connected ?? true);
  if (!role.may) return role;
  if (kind === 'lost') return { may: false, why: t('lost') };
  return isConnected ? role : { may: false, why: t('away') };
};

/** Whether the person may change settings of a host now. Server and agent decide: this is so that nobody tries in vain. */
export const useMayChange = (hostId: string): MayChange => {
  const t = useTranslations('changes.mayNot');
  const reach = useMayReach(hostId);
  const isOpen = useHost(hostId, ({ update }) => update?.host.mayApply ?? true);
  if (!reach.may || isOpen) return { ...reach, isClosed: false };
  return { may: false, why: t('closed'), isClosed: true };
};

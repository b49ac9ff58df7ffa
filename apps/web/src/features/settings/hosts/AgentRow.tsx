import { formatAge } from '@netstrata/metrics';
import type { AgentSummary } from '@netstrata/protocol/types';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { BUTTON } from '../../../components/button.ts';
import { CalmIcon, LinkLostIcon } from '../../../components/icons.tsx';
import { hostHref } from '../../address/hostHref.ts';
import { Mark, Row } from '../Rows.tsx';
import { useAges } from '../useAges.ts';

interface AgentRowProps {
  readonly agent: AgentSummary;
  readonly onRevoke: () => void;
}

/** One host's agent: whether it is there, what it may, and by what it proves itself. */
export const AgentRow = ({ agent, onRevoke }: AgentRowProps) => {
  const t = useTranslations('settings.hosts');
  const locale = useLocale();
  const { ago } = useAges();
  const s = useTranslations('settings');
  const { hostId, hostname, agentVersion, connected, mayApply, local, keyMs, joinedFrom, lastSampleMs, revokedMs } =
    agent;
  const revoked = revokedMs !== null;
  return (
    <Row
      past={revoked}
      title={
        <Link href={hostHref(hostId)} className="hover:underline">
          {hostname}
        </Link>
      }
      marks={
        <>
          {revoked ? (
            <Mark>{s('revoked')}</Mark>
          ) : connected ? (
            <Mark tone="calm">
              <CalmIcon className="size-3" />
              {t('connected')}
            </Mark>
          ) : (
            <Mark>
              <LinkLostIcon className="size-3" />
              {t('away')}
            </Mark>
          )}
          {!revoked && connected && <Mark>{mayApply ? t('mayApply') : t('readOnly')}</Mark>}
        </>
      }
      facts={[
        local && t('self'),
        !connected && lastSampleMs !== null && t('awaySince', { ago: ago(lastSampleMs) }),
        t('agent', { version: agentVersion }),
        local ? t('local') : keyMs !== null && t('key', { age: formatAge(Date.now() - keyMs, locale) }),
        joinedFrom !== '' && t('joinedFrom', { address: joinedFrom }),
      ]}
      actions={
        !local &&
        !revoked && (
          <button type="button" className={BUTTON.small} onClick={onRevoke}>
            {s('revoke')}
          </button>
        )
      }
    />
  );
};

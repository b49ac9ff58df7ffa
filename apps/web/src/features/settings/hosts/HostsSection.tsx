'use client';
import type { AgentSummary } from '@netstrata/protocol/types';
import { useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { Confirm } from '../../../components/Confirm.tsx';
import { ask } from '../../api/ask.ts';
import { ListingBody } from '../ListingBody.tsx';
import { Empty } from '../Rows.tsx';
import { Card, SectionHead } from '../SectionHead.tsx';
import { useListing } from '../useListing.ts';
import { AgentRow } from './AgentRow.tsx';
import { Enrolments } from './Enrolments.tsx';
import { JoinDialog } from './JoinDialog.tsx';

/** The machines that report here, and how another one joins. `?add` opens the dialog for that. */
export default function HostsSection() {
  const t = useTranslations('settings.hosts');
  const s = useTranslations('settings');
  const router = useRouter();
  const adding = useSearchParams().has('add');
  const listing = useListing<{ readonly agents: readonly AgentSummary[] }>('/api/v1/agents', 3000);
  const [asking, setAsking] = useState<AgentSummary>();
  const revoke = async ({ hostId }: AgentSummary): Promise<string | undefined> => {
    const answer = await ask(`/api/v1/agents/${encodeURIComponent(hostId)}/revoke`, {});
    await listing.reload();
    return answer.ok || answer.refusal.code === 'conflict' ? undefined : s('notDone', { why: answer.refusal.message });
  };
  return (
    <>
      <SectionHead id="hosts">
        <button type="button" className={BUTTON.primary} onClick={() => router.push('/settings/hosts?add')}>
          {t('add')}
        </button>
      </SectionHead>
      <Card label={s('sections.hosts.title')}>
        <ListingBody listing={listing}>
          {({ agents }) =>
            agents.length === 0 ? (
              <Empty title={t('empty')}>{t('emptyAbout')}</Empty>
            ) : (
              <ul>
                {agents.map((agent) => (
                  <AgentRow key={agent.hostId} agent={agent} onRevoke={() => setAsking(agent)} />
                ))}
              </ul>
            )
          }
        </ListingBody>
      </Card>
      <Enrolments key={adding ? 'adding' : 'idle'} />
      {adding && <JoinDialog onClose={() => router.replace('/settings/hosts')} />}
      {asking !== undefined && (
        <Confirm
          title={t('revokeAsk.title', { name: asking.hostname })}
          action={t('revokeAsk.action')}
          cancel={s('cancel')}
          onConfirm={() => revoke(asking)}
          onClose={() => setAsking(undefined)}
        >
          {t('revokeAsk.body')}
        </Confirm>
      )}
    </>
  );
}

'use client';
import type { EnrolmentSummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { clockMoment } from '../../../components/clockTime.ts';
import { Panel } from '../../../components/Panel.tsx';
import { ask } from '../../api/ask.ts';
import { byText } from '../byText.ts';
import { Mark, Row } from '../Rows.tsx';
import { useAges } from '../useAges.ts';
import { useListing } from '../useListing.ts';

/** Tokens by which an agent may still join; nothing when there is none. */
export const Enrolments = () => {
  const t = useTranslations('settings.hosts');
  const { ends } = useAges();
  const s = useTranslations('settings');
  const { body, reload } = useListing<{ readonly enrolments: readonly EnrolmentSummary[] }>('/api/v1/enrolments');
  const [trouble, setTrouble] = useState<string>();
  const open = body?.enrolments.filter(({ endedMs, expiresMs }) => endedMs === null && expiresMs > Date.now()) ?? [];
  if (open.length === 0) return null;
  const takeBack = async ({ id }: EnrolmentSummary): Promise<void> => {
    const answer = await ask(`/api/v1/enrolments/${encodeURIComponent(id)}/revoke`, {});
    setTrouble(answer.ok || answer.refusal.code === 'conflict' ? undefined : answer.refusal.message);
    await reload();
  };
  return (
    <Panel title={t('joins')}>
      {trouble !== undefined && (
        <p role="alert" className="px-4 pt-3 text-saturated-ink text-sm">
          {s('notDone', { why: trouble })}
        </p>
      )}
      <ul>
        {open.map((enrolment) => (
          <Row
            key={enrolment.id}
            title={s('made', { when: clockMoment(enrolment.createdMs), by: byText(enrolment.createdBy) })}
            marks={<Mark>{enrolment.allowApply ? t('mayApply') : t('readOnly')}</Mark>}
            facts={[ends(enrolment.expiresMs)]}
            actions={
              <button type="button" className={BUTTON.small} onClick={() => void takeBack(enrolment)}>
                {s('people.takeBack')}
              </button>
            }
          />
        ))}
      </ul>
    </Panel>
  );
};

import type { PersonSummary, Role } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { BUTTON } from '../../../components/button.ts';
import { clockMoment } from '../../../components/clockTime.ts';
import { Select } from '../../../components/Select.tsx';
import { ROLES } from '../../session/text.ts';
import { Mark, Row } from '../Rows.tsx';
import { useAges } from '../useAges.ts';

/** What is to become of a person. */
export interface Change {
  readonly person: PersonSummary;
  readonly role?: Role;
  readonly disabled?: boolean;
}

interface PersonRowProps {
  readonly person: PersonSummary;
  readonly isMe: boolean;
  readonly onChange: (change: Change) => void;
}

/** One person, their role, and whether they may come in. */
export const PersonRow = ({ person, isMe, onChange }: PersonRowProps) => {
  const t = useTranslations('settings.people');
  const roles = useTranslations('session.roles');
  const { ago } = useAges();
  const { name, email, role, disabled, createdMs, seenMs } = person;
  return (
    <Row
      past={disabled}
      title={name}
      marks={
        <>
          {isMe && <Mark tone="calm">{t('you')}</Mark>}
          {disabled && <Mark>{t('disabled')}</Mark>}
        </>
      }
      facts={[
        email,
        t('joined', { when: clockMoment(createdMs) }),
        seenMs === null ? t('unseen') : t('seen', { ago: ago(seenMs) }),
        isMe && t('mine'),
      ]}
      actions={
        <>
          <Select
            label={t('roleOf', { name })}
            quiet
            options={ROLES.map((value) => ({ value, text: roles(value) }))}
            value={role}
            onChange={(event) => {
              const next = ROLES.find((known) => known === event.target.value);
              if (next !== undefined && next !== role) onChange({ person, role: next });
            }}
          />
          {!isMe && (
            <button type="button" className={BUTTON.small} onClick={() => onChange({ person, disabled: !disabled })}>
              {disabled ? t('enable') : t('disable')}
            </button>
          )}
        </>
      }
    />
  );
};

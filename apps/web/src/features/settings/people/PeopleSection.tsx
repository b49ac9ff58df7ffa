'use client';
import type { Me, PersonSummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { ListingBody } from '../ListingBody.tsx';
import { Card, SectionHead } from '../SectionHead.tsx';
import { useListing } from '../useListing.ts';
import { Invitations } from './Invitations.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { PersonChange } from './PersonChange.tsx';
import { type Change, PersonRow } from './PersonRow.tsx';

/** Everybody who has an account, and who was invited. */
export default function PeopleSection({ me }: { readonly me: Me }) {
  const t = useTranslations('settings.people');
  const s = useTranslations('settings');
  const people = useListing<{ readonly people: readonly PersonSummary[] }>('/api/v1/people');
  const [inviting, setInviting] = useState(false);
  const [invited, setInvited] = useState(0);
  const [change, setChange] = useState<Change>();
  return (
    <>
      <SectionHead id="people">
        <button type="button" className={BUTTON.primary} onClick={() => setInviting(true)}>
          {t('invite')}
        </button>
      </SectionHead>
      <Card label={s('sections.people.title')}>
        <ListingBody listing={people}>
          {({ people: all }) => (
            <ul>
              {all.map((person) => (
                <PersonRow key={person.id} person={person} isMe={person.email === me.name} onChange={setChange} />
              ))}
            </ul>
          )}
        </ListingBody>
      </Card>
      <Invitations key={invited} />
      {inviting && (
        <InviteDialog
          onMade={() => setInvited((count) => count + 1)}
          onClose={() => {
            setInviting(false);
          }}
        />
      )}
      {change !== undefined && (
        <PersonChange change={change} onDone={people.reload} onClose={() => setChange(undefined)} />
      )}
    </>
  );
}

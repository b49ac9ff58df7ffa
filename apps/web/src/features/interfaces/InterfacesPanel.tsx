'use client';
import type { InterfacesReport } from '@netstrata/metrics';
import { useState } from 'react';
import { useDetails } from '../connection/live.ts';
import { DetailSection } from '../details/DetailSection.tsx';
import { DETAILS_TEXT } from '../details/text.ts';
import { InterfaceCard } from './InterfaceCard.tsx';
import { INTERFACES_TEXT } from './text.ts';

const FIRST_DEVICES = 6;

const Devices = ({ interfaces, problems }: InterfacesReport) => {
  const [all, setAll] = useState(false);
  const shown = all ? interfaces : interfaces.slice(0, FIRST_DEVICES);
  return (
    <>
      {problems.map(({ what, reason }) => (
        <p key={what} className="px-5 py-1 text-soft text-xs">
          {INTERFACES_TEXT.problem(what, reason)}
        </p>
      ))}
      {interfaces.length === 0 && <p className="px-5 py-2 text-faint text-sm">{INTERFACES_TEXT.noDevice}</p>}
      {shown.map((row, place) => (
        <InterfaceCard key={row.ifindex} row={row} open={place === 0 && row.physical} problems={problems} />
      ))}
      {interfaces.length > FIRST_DEVICES && (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="w-full border-line border-t px-5 py-2 text-left text-accent text-xs hover:bg-hover"
        >
          {all ? DETAILS_TEXT.showFewer : DETAILS_TEXT.showAll(interfaces.length)}
        </button>
      )}
    </>
  );
};

/** Every network device of the host and what it is set to. */
const InterfacesPanel = ({ hostId }: { readonly hostId: string }) => (
  <DetailSection
    title={INTERFACES_TEXT.title}
    about={INTERFACES_TEXT.about}
    answer={useDetails(hostId, 'interfaces')}
    aside={({ interfaces, count }) => INTERFACES_TEXT.count(interfaces.length, count)}
  >
    {(report) => <Devices {...report} />}
  </DetailSection>
);

export default InterfacesPanel;

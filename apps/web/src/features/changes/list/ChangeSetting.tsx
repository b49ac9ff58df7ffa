'use client';
import { useState } from 'react';
import type { WantedValue } from '../preview/draft.ts';
import PreviewSheet from '../preview/PreviewSheet.tsx';
import { ChooseSetting } from './ChooseSetting.tsx';

interface ChangeSettingProps {
  readonly hostId: string;
  readonly onClose: () => void;
}

/** Any setting of the catalogue, changed by hand: choose it, then the same preview as for advice. */
const ChangeSetting = ({ hostId, onClose }: ChangeSettingProps) => {
  const [wanted, setWanted] = useState<readonly WantedValue[]>();
  return wanted === undefined ? (
    <ChooseSetting hostId={hostId} onChoose={(one) => setWanted([one])} onClose={onClose} />
  ) : (
    <PreviewSheet hostId={hostId} wanted={wanted} because="" onClose={() => setWanted(undefined)} onApplied={onClose} />
  );
};

export default ChangeSetting;

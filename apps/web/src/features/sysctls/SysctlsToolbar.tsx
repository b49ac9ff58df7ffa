'use client';
import { LAYERS, type Layer } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { SearchField } from '../../components/SearchField.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { Select } from '../../components/Select.tsx';
import { countShown, SHOWN } from './filterItems.ts';
import { parsePlace, placeText } from './place.ts';
import type { SysctlItem } from './sysctlItems.ts';
import type { SysctlsAddress } from './sysctlsAddress.ts';

interface SysctlsToolbarProps {
  readonly address: SysctlsAddress;
  readonly change: (parts: Partial<SysctlsAddress>, how?: 'step' | 'quietly') => void;
  readonly items: readonly SysctlItem[];
  readonly shown: number;
  readonly namespaces: readonly { readonly inode: number; readonly name: string }[];
  readonly devices: readonly string[];
}

/** What of which place is shown. */
export const SysctlsToolbar = ({ address, change, items, shown, namespaces, devices }: SysctlsToolbarProps) => {
  const t = useTranslations('sysctls');
  const [typed, setTyped] = useState(address.search);
  // Back and links change the address too.
  useEffect(() => setTyped(address.search), [address.search]);
  const here = placeText(address.place) ?? '';
  const places = [
    { value: '', text: t('places.host') },
    ...namespaces.map(({ inode, name }) => ({ value: `netns:${inode}`, text: t('places.namespace', { name }) })),
    ...devices.map((device) => ({ value: `device:${device}`, text: t('places.device', { device }) })),
  ];
  const listed = places.some(({ value }) => value === here) ? places : [...places, { value: here, text: here }];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-3 py-2">
      <SearchField
        label={t('search')}
        value={typed}
        className="min-w-48 flex-1 max-sm:w-full max-sm:flex-none"
        onType={(search) => {
          setTyped(search);
          change({ search }, 'quietly');
        }}
      />
      <Select
        label={t('layer')}
        quiet
        value={address.layer ?? ''}
        onChange={({ target }) => change({ layer: LAYERS.find((layer: Layer) => layer === target.value) })}
        options={[
          { value: '', text: t('allLayers') },
          ...LAYERS.map((layer) => ({ value: layer, text: t(`layers.${layer}`) })),
        ]}
      />
      <Select
        label={t('place')}
        quiet
        value={here}
        onChange={({ target }) => change({ place: parsePlace(target.value), tunable: undefined })}
        options={listed}
        className="min-w-0 max-w-60 max-sm:flex-1 [&>select]:max-w-full"
      />
      <div className="flex w-full flex-wrap items-center justify-between gap-2">
        <Segmented
          label={t('show')}
          options={SHOWN.map((value) => ({ value, text: t(`shown.${value}`), count: countShown(items, value) }))}
        />
        <span role="status" className="whitespace-nowrap text-faint text-xs tabular-nums">
          {t('count', { shown, all: items.length })}
        </span>
      </div>
    </div>
  );
};

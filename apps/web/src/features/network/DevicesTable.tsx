import type { NetworkDevice } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { columnOf } from '../details/columnOf.ts';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';

type Words = ReturnType<typeof useTranslations<'network.devices'>>;
type ColumnWords = ReturnType<typeof useTranslations<'network.devices.columns'>>;

const kindOf = (t: Words, { kind = t('hardware'), master }: NetworkDevice) =>
  master === undefined ? kind : t('inside', { kind, master });

const MODES = ['off', 'strict', 'loose'] as const;

const modeOf = (t: Words, { rpFilter }: NetworkDevice) => {
  const mode = rpFilter === undefined ? undefined : MODES[rpFilter];
  return mode && t(`modes.${mode}`);
};

const columnsOf = (t: Words, c: ColumnWords): readonly DetailColumn<NetworkDevice>[] => [
  {
    ...columnOf(c, 'device'),
    sortBy: ({ device }) => device,
    cell: ({ device }) => <code className="font-mono">{device}</code>,
  },
  {
    ...columnOf(c, 'addresses'),
    cell: ({ addresses }) =>
      addresses.length === 0 ? (
        <span className="text-faint">{t('none')}</span>
      ) : (
        addresses.map(({ text, trouble }) => (
          <div key={text}>
            <code className="font-mono">{text}</code>
            {trouble !== undefined && <span className="text-faint"> {trouble}</span>}
          </div>
        ))
      ),
  },
  { ...columnOf(c, 'filter'), sortBy: (row) => modeOf(t, row), cell: (row) => modeOf(t, row) },
  { ...columnOf(c, 'operstate'), sortBy: ({ operstate }) => operstate, cell: ({ operstate }) => operstate },
  {
    ...columnOf(c, 'kind'),
    sortBy: (row) => kindOf(t, row),
    cell: (row) => (row.device === 'lo' ? '' : kindOf(t, row)),
  },
  { ...columnOf(c, 'mtu'), numeric: true, sortBy: ({ mtuBytes }) => mtuBytes, cell: ({ mtuBytes }) => mtuBytes },
];

const keyOf = ({ device }: NetworkDevice) => device;

export const DevicesTable = ({ devices }: { readonly devices: readonly NetworkDevice[] }) => {
  const t = useTranslations('network.devices');
  const c = useTranslations('network.devices.columns');
  const columns = useMemo(() => columnsOf(t, c), [t, c]);
  return <DetailTable title={t('title')} columns={columns} rows={devices} keyOf={keyOf} first={6} />;
};

'use client';
import { formatRate, formatValue, UNKNOWN_TEXT } from '@netstrata/metrics';
import type { LayerValue } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { cx } from '../../components/cx.ts';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { MetricButton } from '../details/MetricButton.tsx';
import type { Qdisc } from './deviceNumbers.ts';

/** A second over all of them; nothing to say of what never happened. */
const Counted = ({ value, bad = false }: { readonly value: LayerValue | undefined; readonly bad?: boolean }) => (
  <>
    {value === undefined ? (
      UNKNOWN_TEXT
    ) : (
      <MetricButton
        metric={value.metric}
        of={value.labels}
        className={cx(bad && (value.perSecond ?? 0) > 0 && 'font-semibold text-saturated-ink')}
      >
        {formatRate(value.perSecond, 'packets')}
      </MetricButton>
    )}
    {(value?.value ?? 0) > 0 && <span className="block text-2xs text-faint">{formatValue(value?.value, 'count')}</span>}
  </>
);

const keyOf = ({ handle, parent }: Qdisc) => `${handle} ${parent}`;

/** The queues between IP and the device. */
export const QdiscTable = ({ qdiscs }: { readonly qdiscs: readonly Qdisc[] }) => {
  const t = useTranslations('interfaces.sheet');
  const card = useTranslations('interfaces.card');
  const columns = useMemo(
    (): readonly DetailColumn<Qdisc>[] => [
      {
        id: 'kind',
        title: t('qdisc'),
        help: '',
        cell: ({ kind, handle, rateBytesPerSecond: rate }) => (
          <>
            <code className="font-mono">
              {kind} <span className="text-faint">{handle}</span>
            </code>
            {rate !== undefined && (
              <span className="block text-2xs text-soft">{card('shaped', { rate: formatValue(rate, 'bytes/s') })}</span>
            )}
          </>
        ),
      },
      {
        id: 'parent',
        title: t('parent'),
        help: '',
        cell: ({ parent }) => <code className="font-mono">{parent === 'root' ? t('root') : parent}</code>,
      },
      {
        id: 'backlog',
        title: t('backlog'),
        help: '',
        numeric: true,
        sortBy: ({ qlen }) => qlen ?? undefined,
        cell: ({ qlen, backlogBytes }) => (
          <>
            {formatValue(qlen, 'packets')}
            <span className="block text-2xs text-faint">{formatValue(backlogBytes, 'bytes')}</span>
          </>
        ),
      },
      {
        id: 'drops',
        title: t('drops'),
        help: '',
        numeric: true,
        sortBy: ({ drops }) => drops?.value ?? undefined,
        cell: ({ drops }) => <Counted value={drops} bad />,
      },
      {
        id: 'overlimits',
        title: t('overlimits'),
        help: '',
        numeric: true,
        cell: (row) => <Counted value={row.overlimits} />,
      },
      {
        id: 'requeues',
        title: t('requeues'),
        help: '',
        numeric: true,
        cell: (row) => <Counted value={row.requeues} />,
      },
      { id: 'packets', title: t('packets'), help: '', numeric: true, cell: (row) => <Counted value={row.packets} /> },
    ],
    [t, card],
  );
  return <DetailTable title={t('qdiscs')} columns={columns} rows={qdiscs} keyOf={keyOf} first={6} />;
};

'use client';
import { formatRate, formatValue } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useListed } from '../../locale/useListed.ts';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import type { IrqRow } from './placement.ts';

/** Beyond these the rest says no more. */
const MOST_CPUS = 4;

/** Which CPU each queue of a card interrupts. */
export const IrqTable = ({ irqs }: { readonly irqs: readonly IrqRow[] }) => {
  const t = useTranslations('cpus.irq');
  const listed = useListed();
  const columns = useMemo(
    (): readonly DetailColumn<IrqRow>[] => [
      {
        id: 'device',
        title: t('device'),
        help: '',
        sortBy: ({ device }) => device,
        cell: ({ device }) => <code className="font-mono">{device}</code>,
      },
      {
        id: 'queue',
        title: t('queue'),
        help: '',
        sortBy: ({ queue }) => queue,
        cell: ({ queue }) => <code className="font-mono">{queue}</code>,
      },
      { id: 'irq', title: t('irq'), help: '', numeric: true, sortBy: ({ irq }) => -irq, cell: ({ irq }) => irq },
      {
        id: 'now',
        title: t('now'),
        help: '',
        wrap: true,
        sortBy: ({ now }) => now[0]?.perSecond,
        cell: ({ now }) =>
          now.length === 0 ? (
            <span className="text-faint">{t('silent')}</span>
          ) : (
            listed(
              now
                .slice(0, MOST_CPUS)
                .map(({ cpu, perSecond }) => t('each', { cpu, rate: formatRate(perSecond, 'events') })),
            )
          ),
      },
      { id: 'ever', title: t('ever'), help: '', wrap: true, cell: ({ ever }) => listed(ever.slice(0, 16).map(String)) },
      {
        id: 'total',
        title: t('total'),
        help: '',
        numeric: true,
        sortBy: ({ total }) => total,
        cell: ({ total }) => formatValue(total, 'count'),
      },
    ],
    [t, listed],
  );
  return <DetailTable title={t('title')} columns={columns} rows={irqs} keyOf={({ irq }) => String(irq)} first={8} />;
};

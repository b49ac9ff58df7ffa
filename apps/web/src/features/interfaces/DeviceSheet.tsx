'use client';
import type { LayerValue } from '@netstrata/protocol/types';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Sheet } from '../../components/Sheet.tsx';
import { useListed } from '../../locale/useListed.ts';
import type { WantedValue } from '../changes/preview/draft.ts';
import { useMayChange } from '../changes/useMayChange.ts';
import { useDetails } from '../connection/live.ts';
import { TimePicker } from '../time/TimePicker.tsx';
import { CounterTable } from './CounterTable.tsx';
import { DeviceHistory } from './DeviceHistory.tsx';
import { DeviceSettings } from './DeviceSettings.tsx';
import { qdiscsOf, troublesOf } from './deviceNumbers.ts';
import { QdiscTable } from './QdiscTable.tsx';
import type { Changeable } from './setting.ts';
import { summaryOf } from './summary.ts';

/** The one way to change a setting. */
const PreviewSheet = dynamic(() => import('../changes/preview/PreviewSheet.tsx'), { ssr: false });

interface DeviceSheetProps {
  readonly hostId: string;
  readonly device: string;
  readonly values: readonly LayerValue[];
  readonly onClose: () => void;
}

interface PartProps {
  readonly title: string;
  /** At the other end of the line of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

const Part = ({ title, aside, children }: PartProps) => (
  <section aria-label={title} className="border-line border-b pb-2">
    <div className="flex flex-wrap items-center justify-between gap-x-3 px-5 pt-4 pb-1">
      <h3 className="font-semibold text-sm">{title}</h3>
      {aside}
    </div>
    {children}
  </section>
);

const Empty = ({ children }: { readonly children: string }) => (
  <p className="px-5 py-1 text-faint text-sm">{children}</p>
);

/** Every setting that a change of one line means: of queues that are alike, each of them. */
const wantedOf = (device: string, { tunable, queues }: Changeable): readonly WantedValue[] => {
  const base = { tunable, namespace: 'host', device, value: undefined };
  return queues === undefined ? [base] : queues.map((queue) => ({ ...base, queue }));
};

const isDriver = ({ metric }: LayerValue) =>
  metric.startsWith('link.driver') || metric.startsWith('link.standardStats.');
const isOwn = (value: LayerValue) =>
  !isDriver(value) && !/^link\.(qdisc|fq|fqCodel|interrupts|bql)\./.test(value.metric);

/** Everything that is known of one device: losses with their reason, queues, settings to change, and every counter. */
const DeviceSheet = ({ hostId, device, values, onClose }: DeviceSheetProps) => {
  const t = useTranslations('interfaces');
  const listed = useListed();
  const answer = useDetails(hostId, 'interfaces');
  const { may, why } = useMayChange(hostId);
  const [wanted, setWanted] = useState<readonly WantedValue[]>();
  const row = answer?.ok === true ? answer.report.interfaces.find((each) => each.device === device) : undefined;
  const problems = answer?.ok === true ? answer.report.problems : [];
  const troubles = troublesOf(values);
  const qdiscs = qdiscsOf(values);
  const driver = values.filter(isDriver);
  const closeChange = () => setWanted(undefined);
  if (wanted !== undefined)
    return (
      <PreviewSheet
        hostId={hostId}
        wanted={wanted}
        because={t('sheet.because', { device })}
        onClose={closeChange}
        onApplied={closeChange}
      />
    );
  return (
    <Sheet
      onClose={onClose}
      title={<code className="font-mono">{device}</code>}
      description={row === undefined ? t('sheet.waiting') : t('sheet.about', { summary: listed(summaryOf(t, row)) })}
    >
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-8">
        <Part title={t('sheet.losses')}>
          {troubles.length === 0 ? (
            <Empty>{values.length === 0 ? t('sheet.gone') : t('sheet.lossesNone')}</Empty>
          ) : (
            <CounterTable title={t('sheet.losses')} values={troubles.map(({ value }) => value)} />
          )}
        </Part>
        <Part title={t('sheet.traffic')} aside={<TimePicker />}>
          <DeviceHistory hostId={hostId} device={device} />
        </Part>
        <Part title={t('sheet.qdiscs')}>
          {qdiscs.length === 0 ? <Empty>{t('sheet.qdiscsNone')}</Empty> : <QdiscTable qdiscs={qdiscs} />}
        </Part>
        <Part title={t('sheet.settings')}>
          {answer === undefined && <Empty>{t('sheet.waiting')}</Empty>}
          {answer?.ok === false && <Empty>{t('sheet.refused', { reason: answer.reason })}</Empty>}
          {answer?.ok === true && row === undefined && <Empty>{t('sheet.gone')}</Empty>}
          {why !== '' && <Empty>{why}</Empty>}
          {row !== undefined && (
            <DeviceSettings
              row={row}
              problems={problems}
              onChange={may ? (change) => setWanted(wantedOf(device, change)) : undefined}
            />
          )}
        </Part>
        <Part title={t('sheet.driverStats')}>
          {driver.length === 0 ? (
            <Empty>{t('sheet.driverStatsNone')}</Empty>
          ) : (
            <CounterTable title={t('sheet.driverStats')} values={driver} />
          )}
        </Part>
        <Part title={t('sheet.counters')}>
          <CounterTable title={t('sheet.counters')} values={values.filter(isOwn)} />
        </Part>
      </div>
    </Sheet>
  );
};

export default DeviceSheet;

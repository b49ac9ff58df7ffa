'use client';
import type { InterfaceDetails } from '@netstrata/metrics';
import type { LayerValue } from '@netstrata/protocol/types';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { Panel } from '../../components/Panel.tsx';
import { useWallSized } from '../../components/useWallSized.ts';
import { useParam } from '../address/useParam.ts';
import { useDetails, useHost } from '../connection/live.ts';
import { useHistory } from '../history/useHistory.ts';
import type { TimeRange } from '../time/timeRange.ts';
import { useRangeText } from '../time/useRangeText.ts';
import { useTimeRange } from '../time/useTimeRange.ts';
import { DeviceCard } from './DeviceCard.tsx';
import styles from './Devices.module.css';
import { byDevice, DEV } from './deviceNumbers.ts';
import { standingOf } from './summary.ts';

/** Everything of one device, with the catalogues of what is counted and set. */
const DeviceSheet = dynamic(() => import('./DeviceSheet.tsx'), { ssr: false });

const CounterTable = dynamic(() => import('./CounterTable.tsx').then((module) => module.CounterTable), { ssr: false });

const FIRST_DEVICES = 12;
/** Of so few a wall-sized screen shows the counters too, below the cards. */
const FEW_DEVICES = 3;
const COUNTERS = 24;
/** The history of more is more than a page should carry: their sheets have it. */
const MOST_HISTORIES = 48;
const TRAFFIC = [DEV.rxBytes, DEV.txBytes];
const NOTHING: readonly string[] = [];
const PLACES = ['cards', 'idle'] as const;
const FIVE_MINUTES: TimeRange = { kind: 'last', last: '5m' };
const NO_VALUES: readonly LayerValue[] = [];

interface Listed {
  readonly device: string;
  readonly values: readonly LayerValue[];
  readonly details: InterfaceDetails | undefined;
}

/** In the order of the report, hardware first, those without a link last; before it has come in that of the counters. */
const listed = (
  devices: ReadonlyMap<string, readonly LayerValue[]>,
  interfaces: readonly InterfaceDetails[] | undefined,
): readonly Listed[] => {
  const reported = (interfaces ?? []).map((details) => details.device);
  const counted = [...devices.keys()].filter((device) => !reported.includes(device));
  const rows = [...reported, ...counted].map((device) => ({
    device,
    values: devices.get(device) ?? NO_VALUES,
    details: interfaces?.find((details) => details.device === device),
  }));
  return rows.toSorted((a, b) => Number(isIdle(a)) - Number(isIdle(b)));
};

const movedFirst = (values: readonly LayerValue[]): readonly LayerValue[] => [
  ...values.filter(({ value }) => value !== 0),
  ...values.filter(({ value }) => value === 0),
];

/** Without a link, and surely without traffic. */
const isIdle = ({ details, values }: Listed): boolean =>
  details !== undefined && standingOf(details) !== 'up' && !values.some(({ perSecond }) => (perSecond ?? 0) > 0);

/** Every network device with what it moves and loses; pressing one opens the rest. */
const DevicesPanel = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('interfaces');
  const values = useHost(hostId, (host) => host.layers['link']?.values);
  const answer = useDetails(hostId, 'interfaces');
  const [open, setOpen] = useParam('device');
  const [all, setAll] = useState(false);
  const isWallSized = useWallSized();
  const [range] = useTimeRange();
  const rangeText = useRangeText();
  const devices = useMemo(() => byDevice(values ?? NO_VALUES), [values]);
  const few = devices.size <= MOST_HISTORIES;
  const traffic = useHistory(hostId, values !== undefined && few ? TRAFFIC : NOTHING, range);
  const report = answer?.ok === true ? answer.report : undefined;
  const rows = listed(devices, report?.interfaces);
  const shown = all ? rows : rows.slice(0, FIRST_DEVICES);
  const count = report?.count ?? rows.length;
  const ready = values !== undefined || report !== undefined;
  return (
    <Panel
      id="devices"
      className={styles['panel'] ?? ''}
      title={t('title')}
      aside={
        ready && (
          <span className="text-faint text-xs tabular-nums">
            {rows.length === count ? t('count', { count }) : t('countOf', { shown: rows.length, count })}
          </span>
        )
      }
    >
      <p className="px-4 pt-3 text-pretty text-soft text-xs">{t('about')}</p>
      {answer?.ok === false && (
        <p className="px-4 pt-2 text-soft text-xs">{t('sheet.refused', { reason: answer.reason })}</p>
      )}
      {report?.problems.map(({ what, reason }) => (
        <p key={what} className="px-4 pt-1 text-soft text-xs">
          {t('problem', { what, reason })}
        </p>
      ))}
      {ready && rows.length === 0 && <p className="px-4 py-3 text-faint text-sm">{t('noDevice')}</p>}
      {ready ? (
        [shown.filter((row) => !isIdle(row)), shown.filter(isIdle)].map(
          (group, place) =>
            group.length > 0 && (
              <ul key={PLACES[place]} className={styles[PLACES[place] ?? 'cards']}>
                {group.map(({ device, values: own, details }) => (
                  <li key={device} className="min-w-0">
                    <DeviceCard
                      device={device}
                      values={own}
                      details={details}
                      asked={answer !== undefined}
                      traffic={few ? traffic : undefined}
                      time={rangeText(range.kind === 'live' ? FIVE_MINUTES : range)}
                      onOpen={setOpen}
                    />
                  </li>
                ))}
              </ul>
            ),
        )
      ) : (
        <ul className={styles['cards']}>
          {[0, 1, 2].map((place) => (
            <li key={place} className="skeleton h-52" />
          ))}
        </ul>
      )}
      {isWallSized && rows.length <= FEW_DEVICES && (
        <div className={styles['counters']}>
          {rows.map(({ device, values: own }) => (
            <section key={device} aria-label={device} className="min-w-0 border-line border-t pb-2">
              <h3 className="px-4 pt-3 pb-1 font-medium font-mono text-sm">{device}</h3>
              <CounterTable title={device} values={movedFirst(own)} first={COUNTERS / rows.length} />
            </section>
          ))}
        </div>
      )}
      {rows.length > FIRST_DEVICES && (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="w-full border-line border-t px-4 py-2 text-left text-accent text-xs hover:bg-hover"
        >
          {all ? t('showFewer') : t('showAll', { count: rows.length })}
        </button>
      )}
      {open !== undefined && (
        <DeviceSheet
          hostId={hostId}
          device={open}
          values={devices.get(open) ?? NO_VALUES}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Panel>
  );
};

export default DevicesPanel;

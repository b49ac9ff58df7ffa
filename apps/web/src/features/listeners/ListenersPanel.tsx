'use client';
import type { SocketGroupRow } from '@netstrata/metrics';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Tabs } from 'radix-ui';
import { useMemo } from 'react';
import { Panel } from '../../components/Panel.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { useParam } from '../address/useParam.ts';
import { hostAddress } from '../api/hostAddress.ts';
import { useStored } from '../api/useStored.ts';
import { useDetails, useHost, useView } from '../connection/live.ts';
import { socketsHref } from '../sockets/socketsHref.ts';
import { BalanceCard } from './BalanceCard.tsx';
import { Figures } from './Figures.tsx';
import styles from './Listeners.module.css';
import { halfOpenOf, portsOf } from './listeners.ts';
import { PortTable } from './PortTable.tsx';
import { UdpTable } from './UdpTable.tsx';
import { useSomaxconn } from './useSomaxconn.ts';

const EVERY_MS = 3000;
const PLACES = [0, 1, 2, 3, 4, 5] as const;

interface HalfOpen {
  readonly matched: number;
  readonly groups?: readonly SocketGroupRow[];
}

/** Half-open connections are no sockets of a process: the host is asked for their sums. */
const useHalfOpen = (hostId: string) => {
  const query = new URLSearchParams({ filter: 'state:syn-recv', group: 'port', limit: '500', maxAge: '3000' });
  const { body } = useStored<HalfOpen>(hostAddress(hostId, `/sockets?${query}`), EVERY_MS);
  const byPort = useMemo(() => halfOpenOf(body?.groups), [body]);
  return { byPort, all: body?.matched };
};

interface ListenersPanelProps {
  readonly hostId: string;
  readonly onProcess: (pid: number) => void;
}

/** Everything that waits for others to begin: accept queues, what they refused, and who shares a port with whom. */
export const ListenersPanel = ({ hostId, onProcess }: ListenersPanelProps) => {
  const t = useTranslations('listeners');
  useView(useMemo(() => ({ view: 'sockets', hostId }) as const, [hostId]));
  useView(useMemo(() => ({ view: 'layer', hostId, layer: 'socket' }) as const, [hostId]));
  const listeners = useHost(hostId, (host) => host.sockets?.listeners);
  const processes = useDetails(hostId, 'processes');
  const churn = useDetails(hostId, 'churn');
  const somaxconn = useSomaxconn(hostId);
  const halfOpen = useHalfOpen(hostId);
  const [kind = 'tcp', setKind] = useParam('listen');
  const ports = useMemo(() => portsOf(listeners ?? []), [listeners]);
  const groups = processes?.ok === true ? processes.report.groups : [];
  const rows = processes?.ok === true ? processes.report.rows : undefined;
  const scripts = useMemo(
    () => new Map(rows?.flatMap(({ pid, script }) => (script === undefined ? [] : [[pid, script] as const]))),
    [rows],
  );
  return (
    <Panel
      id="listeners"
      className={styles['panel'] ?? ''}
      title={t('title')}
      aside={
        listeners !== undefined &&
        kind !== 'udp' && <span className="text-faint text-xs tabular-nums">{t('count', { count: ports.length })}</span>
      }
    >
      <p className="px-4 pt-3 text-pretty text-soft text-xs">{t(kind === 'udp' ? 'udpAbout' : 'about')}</p>
      <Tabs.Root
        value={kind === 'udp' ? 'udp' : 'tcp'}
        onValueChange={(next) => setKind(next === 'tcp' ? undefined : next)}
      >
        <div className="flex px-4 pt-2 pb-2">
          <Segmented
            label={t('kind')}
            options={[
              { value: 'tcp', text: t('tcp') },
              { value: 'udp', text: t('udp') },
            ]}
          />
          <Link
            href={socketsHref(hostId, kind === 'udp' ? 'proto:udp' : 'state:listen')}
            className="ml-auto inline-flex min-h-6 items-center text-accent text-xs hover:underline"
          >
            {t('allSockets')}
          </Link>
        </div>
        <Tabs.Content value="tcp" tabIndex={-1}>
          <Figures hostId={hostId} halfOpen={halfOpen.all} />
          {listeners === undefined && (
            <div className="flex flex-col gap-3 px-4 py-3">
              <span className="sr-only">{t('waiting')}</span>
              {PLACES.map((place) => (
                <span key={place} className="skeleton h-3.5" aria-hidden="true" />
              ))}
            </div>
          )}
          {listeners !== undefined && ports.length === 0 && <p className="px-4 py-3 text-faint text-sm">{t('none')}</p>}
          {ports.length > 0 && (
            <PortTable
              ports={ports}
              halfOpen={halfOpen.byPort}
              churn={churn?.ok === true ? churn.report : undefined}
              somaxconn={somaxconn}
              onProcess={onProcess}
            />
          )}
        </Tabs.Content>
        <Tabs.Content value="udp" tabIndex={-1}>
          <UdpTable hostId={hostId} onProcess={onProcess} />
        </Tabs.Content>
      </Tabs.Root>
      <section aria-label={t('balance.title')} className="border-line border-t">
        <h3 className="px-4 pt-3 font-semibold text-sm">{t('balance.title')}</h3>
        <p className="px-4 pb-1 text-pretty text-soft text-xs">{t('balance.about')}</p>
        {groups.length === 0 ? (
          <div className="min-h-8 px-4 pb-3 text-faint text-sm">
            {processes?.ok === true ? t('balance.none') : <span className="skeleton mt-1 h-3.5" aria-hidden="true" />}
          </div>
        ) : (
          <div className={styles['groups']}>
            {groups.map((group) => (
              <BalanceCard
                key={`${group.address} ${group.port}`}
                group={group}
                scripts={scripts}
                members={
                  ports.find(({ address, port }) => address === group.address && port === group.port)?.sockets ?? []
                }
              />
            ))}
          </div>
        )}
      </section>
    </Panel>
  );
};

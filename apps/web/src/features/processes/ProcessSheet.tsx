'use client';
import type { Bottleneck } from '@netstrata/advisor/types';
import { endpoint, formatRate, formatValue, type ProcessRow } from '@netstrata/metrics';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { FillBar } from '../../components/FillBar.tsx';
import { Sheet } from '../../components/Sheet.tsx';
import { useListed } from '../../locale/useListed.ts';
import { hostAddress } from '../api/hostAddress.ts';
import { useStored } from '../api/useStored.ts';
import { useDetails } from '../connection/live.ts';
import { QueueBar } from '../listeners/QueueBar.tsx';
import { socketsHref } from '../sockets/socketsHref.ts';
import { AdviceOf } from './AdviceOf.tsx';
import { closedByOf } from './closedBy.ts';
import { belongingOf, bytesText, filesShareOf, statesOf, waitsOf, whichOf, whyNoBytes } from './processes.ts';

const EVERY_MS = 5000;
/** From here on a process soon fails to open anything. */
const NEAR = 0.85;

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section aria-label={title} className="border-line border-b px-5 py-3">
    <h3 className="pb-1 font-semibold text-sm">{title}</h3>
    {children}
  </section>
);

const Empty = ({ children }: { readonly children: ReactNode }) => <p className="text-faint text-sm">{children}</p>;

/** What keeps this process from moving more, in a sentence of the rules. */
const Limits = ({ hostId, pid }: { readonly hostId: string; readonly pid: number }) => {
  const t = useTranslations('processes.sheet');
  const { body } = useStored<{ readonly bottleneck: Bottleneck | null }>(
    hostAddress(hostId, `/bottleneck?pid=${pid}`),
    EVERY_MS,
  );
  if (body === undefined) return <Empty>{t('limitsWaiting')}</Empty>;
  if (body.bottleneck === null) return <Empty>{t('limitsNone')}</Empty>;
  return <p className="text-pretty text-ink">{body.bottleneck.sentence}</p>;
};

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="contents">
    <dt className="text-faint">{name}</dt>
    <dd className="break-words">{children}</dd>
  </div>
);

const Facts = ({ row, isLowerBound }: { readonly row: ProcessRow; readonly isLowerBound: boolean }) => {
  const t = useTranslations('processes');
  const listed = useListed();
  const share = filesShareOf(row);
  const noBytes = whyNoBytes(t, row);
  const files = t('ofLimit', {
    used: formatValue(row.openFiles, 'count'),
    limit: formatValue(row.openFilesLimit, 'count'),
  });
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm tabular-nums">
      {row.script !== undefined && (
        <Fact name={t('sheet.script')}>
          <code className="break-all font-mono">{row.script}</code>
        </Fact>
      )}
      <Fact name={t('sheet.belongs')}>{belongingOf(t, row)}</Fact>
      <Fact name={t('columns.sent')}>{bytesText(t, row.txBytesPerSecond, isLowerBound)}</Fact>
      <Fact name={t('columns.received')}>{bytesText(t, row.rxBytesPerSecond, isLowerBound)}</Fact>
      {noBytes !== undefined && <dd className="col-start-2 text-pretty text-faint text-xs">{noBytes}</dd>}
      <Fact name={t('sheet.states')}>{listed(statesOf(t, row)) || t('sheet.none')}</Fact>
      <Fact name={t('columns.threads')}>{formatValue(row.threads, 'count')}</Fact>
      <Fact name={t('columns.waits')}>{listed(waitsOf(t, row))}</Fact>
      <Fact name={t('sheet.files')}>
        {share === undefined ? (
          t('sheet.filesUnknown')
        ) : (
          <span className="flex items-center gap-2">
            <span className="w-24">
              <FillBar
                label={t('sheet.files')}
                text={files}
                fraction={share}
                tone={share >= 1 ? 'saturated' : share >= NEAR ? 'busy' : 'calm'}
              />
            </span>
            <span aria-hidden="true">{files}</span>
          </span>
        )}
      </Fact>
    </dl>
  );
};

const Listeners = ({ row }: { readonly row: ProcessRow }) => {
  const t = useTranslations('processes.sheet');
  const alike = Map.groupBy(row.listeners, ({ address, port, queue, backlog }) =>
    [address, port, queue, backlog].join(' '),
  );
  if (row.listenerCount === 0) return <Empty>{t('listenersNone')}</Empty>;
  return (
    <>
      <ul className="space-y-1 text-sm">
        {[...alike].map(([key, [one, ...others]]) =>
          one === undefined ? null : (
            <li key={key} className="flex flex-wrap items-center justify-between gap-x-4">
              <span>
                <code className="font-mono">{endpoint(one.address, one.port)}</code>
                {others.length > 0 && <span className="text-faint"> × {others.length + 1}</span>}
              </span>
              <QueueBar label={endpoint(one.address, one.port)} queue={one.queue} backlog={one.backlog} />
            </li>
          ),
        )}
      </ul>
      {row.listenerCount > row.listeners.length && (
        <Empty>{t('moreListeners', { count: row.listenerCount - row.listeners.length })}</Empty>
      )}
    </>
  );
};

interface ProcessSheetProps {
  readonly hostId: string;
  readonly pid: number;
  readonly onClose: () => void;
}

/** Everything that is known of one process: what limits it, its listeners, its limits, and the advice that names it. */
const ProcessSheet = ({ hostId, pid, onClose }: ProcessSheetProps) => {
  const t = useTranslations('processes');
  const answer = useDetails(hostId, 'processes');
  const churnAnswer = useDetails(hostId, 'churn');
  const report = answer?.ok === true ? answer.report : undefined;
  const row = report?.rows.find((each) => each.pid === pid);
  const closed = closedByOf(churnAnswer?.ok === true ? churnAnswer.report : undefined, pid);
  // A name with blanks stands in quotation marks; it has none of its own then.
  const filter = `proc="${row?.name.replaceAll('"', '')}"`;
  return (
    <Sheet
      onClose={onClose}
      title={
        row === undefined ? (
          t('sheet.goneTitle', { pid: String(pid) })
        ) : (
          <span>
            {row.name} <span className="font-normal text-faint">{t('pid', { pid: String(pid) })}</span>
          </span>
        )
      }
      description={
        row === undefined ? (report === undefined ? t('sheet.limitsWaiting') : t('sheet.gone')) : whichOf(t, row)
      }
    >
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-8">
        <Part title={t('sheet.limits')}>
          <Limits hostId={hostId} pid={pid} />
        </Part>
        {row !== undefined && (
          <>
            <Part title={t('sheet.facts')}>
              <Facts row={row} isLowerBound={report?.bytesAreLowerBound === true} />
              <Link
                href={socketsHref(hostId, filter)}
                className="mt-2 inline-block text-accent text-sm hover:underline"
              >
                {t('sheet.allSockets', { name: row.name })}
              </Link>
            </Part>
            <Part title={t('sheet.listeners')}>
              <Listeners row={row} />
            </Part>
            <Part title={t('sheet.churn')}>
              {closed === undefined ? (
                <Empty>{t('sheet.churnNone')}</Empty>
              ) : (
                <p className="text-sm tabular-nums">
                  {t('sheet.churnRow', {
                    rate: formatRate(closed.perSecond, 'connections'),
                    short: formatValue(closed.shortShare, 'share'),
                    retrans: formatValue(closed.retransShare, 'share'),
                  })}
                </p>
              )}
            </Part>
          </>
        )}
        <Part title={t('sheet.advice')}>
          <AdviceOf hostId={hostId} pid={pid} />
        </Part>
      </div>
    </Sheet>
  );
};

export default ProcessSheet;

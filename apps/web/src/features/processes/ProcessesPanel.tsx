'use client';
import type { ProcessesReport } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useMemo } from 'react';
import { SearchField } from '../../components/SearchField.tsx';
import { useWallSized } from '../../components/useWallSized.ts';
import { useListed } from '../../locale/useListed.ts';
import { useParam } from '../address/useParam.ts';
import { useDetails, useHost } from '../connection/live.ts';
import { DetailSection } from '../details/DetailSection.tsx';
import { DetailTable } from '../details/DetailTable.tsx';
import { columnsOf } from './columns.tsx';
import { concernedFirst, matchesProcess, notesOf } from './processes.ts';

interface TableProps {
  readonly hostId: string;
  readonly report: ProcessesReport;
  readonly onOpen: (pid: number) => void;
}

const Table = ({ hostId, report, onOpen }: TableProps) => {
  const t = useTranslations('processes');
  const c = useTranslations('processes.columns');
  const details = useTranslations('details');
  const answer = useDetails(hostId, 'churn');
  const churn = answer?.ok === true ? answer.report : undefined;
  const [search = '', setSearch] = useParam('q', { replace: true });
  const [sort, setSort] = useParam('sort');
  const isWallSized = useWallSized();
  const wanted = useDeferredValue(search);
  const advice = useHost(hostId, (host) => host.advice);
  const ordered = useMemo(() => concernedFirst(report.rows, advice ?? []), [report.rows, advice]);
  const rows = useMemo(() => ordered.filter((row) => matchesProcess(row, wanted)), [ordered, wanted]);
  const isLowerBound = report.bytesAreLowerBound === true;
  const listed = useListed();
  const columns = useMemo(
    () => columnsOf({ t, c, listed, isLowerBound, churn, onOpen }),
    [t, c, listed, isLowerBound, churn, onOpen],
  );
  return (
    <>
      <div className="flex items-center gap-3 px-[var(--edge,1.25rem)] pb-2">
        <SearchField
          framed
          label={t('search')}
          value={search}
          className="max-w-md flex-1"
          onType={(text) => setSearch(text === '' ? undefined : text)}
        />
        <span role="status" className="whitespace-nowrap text-faint text-xs tabular-nums">
          {wanted !== '' && t('found', { count: rows.length })}
        </span>
      </div>
      {rows.length === 0 && wanted !== '' ? (
        <p className="px-[var(--edge,1.25rem)] py-3 text-faint text-sm">{t('noneFound')}</p>
      ) : (
        <DetailTable
          title={t('title')}
          columns={columns}
          rows={rows}
          keyOf={({ pid }) => String(pid)}
          first={isWallSized ? 22 : 15}
          order={sort}
          onOrder={setSort}
        />
      )}
      {notesOf(t, details, report).map((note) => (
        <p key={note} className="px-[var(--edge,1.25rem)] pt-1 text-faint text-xs">
          {note}
        </p>
      ))}
    </>
  );
};

interface ProcessesPanelProps {
  readonly hostId: string;
  readonly onOpen: (pid: number) => void;
}

/** Hosts have more; so many fill a screen. */
const A_SCREEN = 32;

/** Who holds the sockets, and how near each process is to its limits. */
const ProcessesPanel = ({ hostId, onOpen }: ProcessesPanelProps) => {
  const t = useTranslations('processes');
  return (
    <DetailSection
      heading="h2"
      title={t('title')}
      about={t('about')}
      answer={useDetails(hostId, 'processes')}
      expected={A_SCREEN}
      aside={({ processes, rows }) =>
        rows.length < processes
          ? t('asideOf', { shown: rows.length, count: processes })
          : t('aside', { count: String(processes) })
      }
    >
      {(report) => <Table hostId={hostId} report={report} onOpen={onOpen} />}
    </DetailSection>
  );
};

export default ProcessesPanel;

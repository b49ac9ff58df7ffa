'use client';
import { TOOL_GROUPS, TOOLS } from '@netstrata/metrics/tools';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { Tabs } from 'radix-ui';
import { useCallback } from 'react';
import { BUTTON } from '../../components/button.ts';
import { CHOICE } from '../../components/choice.ts';
import { Segmented } from '../../components/Segmented.tsx';
import { Select } from '../../components/Select.tsx';
import { MetricList } from './MetricList.tsx';
import styles from './Metrics.module.css';
import { useMetricsAddress } from './useMetricsAddress.ts';

const Loading = () => (
  <div className="space-y-4 p-4" aria-hidden="true">
    <div className="skeleton h-6 w-2/5" />
    <div className="skeleton h-24" />
    <div className="skeleton h-(--plot)" />
  </div>
);
const MetricDetail = dynamic(() => import('./MetricDetail.tsx'), { ssr: false, loading: Loading });
const ToolDetail = dynamic(() => import('./ToolDetail.tsx'), { ssr: false, loading: Loading });
const MetricsStart = dynamic(() => import('./MetricsStart.tsx'), { ssr: false, loading: Loading });

const FIRST_TOOL = 'ss';

/** One table, read both ways: which tools show a metric, and what a tool would show here. */
const TwoWays = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('metrics');
  const [address, change] = useMetricsAddress();
  const { metric, tool } = address;
  const choose = useCallback((id: string) => change({ metric: id, tool: undefined }), [change]);
  const chooseTool = useCallback((id: string) => change({ tool: id, metric: undefined }), [change]);
  const by = tool === undefined ? 'metric' : 'tool';
  return (
    <Tabs.Root value={by} onValueChange={(value) => change({ tool: value === 'tool' ? FIRST_TOOL : undefined })}>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <Segmented
          label={t('by')}
          options={[
            { value: 'metric', text: t('byMetric') },
            { value: 'tool', text: t('byTool') },
          ]}
        />
        <p className="text-pretty text-soft text-sm">{t(by === 'metric' ? 'aboutMetrics' : 'aboutTools')}</p>
      </div>
      <Tabs.Content
        value={by}
        tabIndex={-1}
        className={styles['page']}
        data-chosen={metric !== undefined || tool !== undefined}
      >
        <section
          aria-label={t(by === 'metric' ? 'title' : 'tools')}
          className={`rounded-xl border border-line bg-surface ${styles['list']}`}
        >
          {by === 'metric' ? (
            <MetricList address={address} change={change} onChoose={choose} />
          ) : (
            <div className={`${styles['scroll']} pb-2`}>
              {TOOL_GROUPS.map((group) => (
                <div key={group}>
                  <h2 className="px-3 pt-3 pb-1 font-semibold text-faint text-xs">{t(`groups.${group}`)}</h2>
                  <ul>
                    {TOOLS.filter((each) => each.group === group).map(({ id }) => (
                      <li key={id}>
                        <button
                          type="button"
                          aria-current={id === tool}
                          onClick={() => chooseTool(id)}
                          className={`${CHOICE} px-3 py-[0.3125rem] font-mono text-sm`}
                        >
                          {id}
                        </button>
                      </li>
                    ))}
                  </ul>
                </div>
              ))}
            </div>
          )}
        </section>
        <section
          aria-label={t('chosen')}
          className={`min-w-0 rounded-xl border border-line bg-surface ${styles['detail']}`}
        >
          <div className={`border-line border-b p-3 ${styles['onPhone']}`}>
            {by === 'metric' ? (
              <button type="button" onClick={() => change({ metric: undefined })} className={BUTTON.plain}>
                {t('back')}
              </button>
            ) : (
              <Select
                label={t('tool')}
                value={tool ?? FIRST_TOOL}
                onChange={({ target }) => chooseTool(target.value)}
                options={TOOLS.map(({ id }) => ({ value: id, text: id }))}
              />
            )}
          </div>
          {tool !== undefined && <ToolDetail key={tool} hostId={hostId} id={tool} onMetric={choose} />}
          {tool === undefined && metric !== undefined && (
            <MetricDetail hostId={hostId} id={metric} onTool={chooseTool} />
          )}
          {tool === undefined && metric === undefined && <MetricsStart hostId={hostId} onMetric={choose} />}
        </section>
      </Tabs.Content>
    </Tabs.Root>
  );
};

export default TwoWays;

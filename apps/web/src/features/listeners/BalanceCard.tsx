'use client';
import { endpoint, formatValue, type ListenerGroup, type SocketRow } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { FillBar } from '../../components/FillBar.tsx';
import { StateIcon, stateInk } from '../../components/State.tsx';
import styles from './Listeners.module.css';
import { type Balance, balanceOf } from './listeners.ts';
import { QueueBar } from './QueueBar.tsx';

const STATES = { few: 'unknown', even: 'calm', uneven: 'busy', gap: 'saturated' } as const satisfies Record<
  Balance['kind'],
  string
>;
const MOST_MEMBERS = 8;

const Sentence = ({ balance }: { readonly balance: Balance }) => {
  const t = useTranslations('listeners.balance');
  switch (balance.kind) {
    case 'few':
    case 'even':
      return t(balance.kind);
    case 'uneven':
      return t('uneven', {
        name: balance.name,
        pid: String(balance.pid),
        share: formatValue(balance.share, 'share'),
        count: balance.count,
      });
    case 'gap': {
      const { name, queue, backlog, least } = balance;
      const numbers = { queue: String(queue), backlog: String(backlog), least: String(least) };
      return name === undefined ? t('gapUnknown', numbers) : t('gap', { ...numbers, name });
    }
  }
};

interface BalanceCardProps {
  readonly group: ListenerGroup;
  /** Its sockets with their processes, as far as they are listed. */
  readonly members: readonly SocketRow[];
}

/** One port that several serve: the share of each, the queue of each, and who is worst. */
export const BalanceCard = ({ group, members }: BalanceCardProps) => {
  const t = useTranslations('listeners.balance');
  const { address, port, socketCount, servers, serverCount, sockets } = group;
  const balance = balanceOf(group, members);
  const state = STATES[balance.kind];
  const all = servers.reduce((sum, { connections }) => sum + connections, 0);
  const queues =
    members.length > 0
      ? members.map(({ cookie, process, pid, recvQ, sendQ }) => ({
          key: cookie,
          name: pid === undefined ? '' : `${process ?? ''} ${pid}`,
          queue: recvQ,
          backlog: sendQ,
        }))
      : sockets.map(({ queue, backlog }, place) => ({ key: `${place}-${queue}`, name: '', queue, backlog }));
  return (
    <article className={styles['group']} data-balance={balance.kind}>
      <h4 className="flex flex-wrap items-baseline gap-x-2">
        <code className="font-medium font-mono text-sm">{endpoint(address, port)}</code>
        <span className="text-faint">{t('sockets', { sockets: socketCount, servers: serverCount })}</span>
      </h4>
      <p className="flex items-start gap-1.5 py-1.5">
        <StateIcon state={state} className="mt-px size-3.5" />
        <span className={stateInk(state)}>
          <Sentence balance={balance} />
        </span>
      </p>
      {servers.length > 0 && (
        <>
          <h5 className="pb-1 text-faint">{t('members')}</h5>
          <div className={styles['members']}>
            {servers.slice(0, MOST_MEMBERS).map(({ pid, name, connections, accepted }) => {
              const share = all === 0 ? 0 : connections / all;
              const text = t('share', { connections: String(connections), share: formatValue(share, 'share') });
              return (
                <Fragment key={pid}>
                  <span className="truncate">
                    {name} <span className="text-faint">{pid}</span>
                  </span>
                  <FillBar label={`${name} ${pid}`} text={text} fraction={share} tone="up" />
                  <span title={accepted === undefined ? undefined : t('accepted', { count: String(accepted) })}>
                    {text}
                  </span>
                </Fragment>
              );
            })}
          </div>
        </>
      )}
      {queues.length > 1 && (
        <>
          <h5 className="pt-2 pb-1 text-faint">{t('queues')}</h5>
          <div className={styles['members']}>
            {queues.slice(0, MOST_MEMBERS).map(({ key, name, queue, backlog }) => (
              <Fragment key={key}>
                <span className="truncate text-soft">{name}</span>
                <span className="col-span-2">
                  <QueueBar label={`${t('queues')} ${name}`} queue={queue} backlog={backlog} />
                </span>
              </Fragment>
            ))}
          </div>
        </>
      )}
    </article>
  );
};

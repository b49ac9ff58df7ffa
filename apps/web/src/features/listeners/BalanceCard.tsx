'use client';
import { endpoint, formatValue, type ListenerGroup, type SocketRow } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { FillBar } from '../../components/FillBar.tsx';
import { StateIcon, stateInk } from '../../components/State.tsx';
import { scriptFile } from '../processes/scriptFile.ts';
import styles from './Listeners.module.css';
import { type Balance, balanceOf, holderOf, type PortProcess } from './listeners.ts';
import { QueueBar } from './QueueBar.tsx';

const STATES = { few: 'unknown', even: 'calm', uneven: 'busy', gap: 'saturated' } as const satisfies Record<
  Balance['kind'],
  string
>;
const MOST_MEMBERS = 8;

type NameOf = (server: PortProcess) => string;

const Sentence = ({ balance, nameOf }: { readonly balance: Balance; readonly nameOf: NameOf }) => {
  const t = useTranslations('listeners.balance');
  switch (balance.kind) {
    case 'few':
    case 'even':
      return t(balance.kind);
    case 'uneven':
      return t('uneven', {
        name: nameOf(balance.server),
        share: formatValue(balance.share, 'share'),
        count: balance.count,
      });
    case 'gap': {
      const { server, queue, backlog, least } = balance;
      const numbers = { queue: String(queue), backlog: String(backlog), least: String(least) };
      return server === undefined ? t('gapUnknown', numbers) : t('gap', { ...numbers, name: nameOf(server) });
    }
  }
};

interface BalanceCardProps {
  readonly group: ListenerGroup;
  /** Its sockets with their processes, as far as they are listed. */
  readonly members: readonly SocketRow[];
  /** What interpreters run, by the number of their process. */
  readonly scripts: ReadonlyMap<number, string>;
}

/** One port that several serve: the share of each, the queue of each, and who is worst. */
export const BalanceCard = ({ group, members, scripts }: BalanceCardProps) => {
  const t = useTranslations('listeners.balance');
  const whichOf = ({ pid, script = scripts.get(pid) }: PortProcess) =>
    [pid, scriptFile(script)].filter(Boolean).join(', ');
  const nameOf: NameOf = (server) => t('server', { name: server.name, which: whichOf(server) });
  const { address, port, socketCount, servers, serverCount, sockets } = group;
  const balance = balanceOf(group, members);
  const state = STATES[balance.kind];
  const all = servers.reduce((sum, { connections }) => sum + connections, 0);
  const queues =
    members.length > 0
      ? members.map((member) => ({
          key: member.cookie,
          server: holderOf(member),
          queue: member.recvQ,
          backlog: member.sendQ,
        }))
      : sockets.map(({ queue, backlog }, place) => ({
          key: `${place}-${queue}`,
          server: undefined,
          queue,
          backlog,
        }));
  const shownOf = (server: PortProcess) => (
    <span className="break-words">
      {server.name} <span className="text-faint">{whichOf(server)}</span>
    </span>
  );
  return (
    <article className={styles['group']} data-balance={balance.kind}>
      <h4 className="flex flex-wrap items-baseline gap-x-2">
        <code className="font-medium font-mono text-sm">{endpoint(address, port)}</code>
        <span className="text-faint">{t('sockets', { sockets: socketCount, servers: serverCount })}</span>
      </h4>
      <p className="flex items-start gap-1.5 py-1.5">
        <StateIcon state={state} className="mt-px size-3.5" />
        <span className={stateInk(state)}>
          <Sentence balance={balance} nameOf={nameOf} />
        </span>
      </p>
      {servers.length > 0 && (
        <>
          <h5 className="pb-1 text-faint">{t('members')}</h5>
          {all === 0 ? (
            <p>{t('noneOpen')}</p>
          ) : (
            <div className={styles['members']}>
              {servers.slice(0, MOST_MEMBERS).map(({ pid, name, connections, accepted }) => {
                const share = connections / all;
                const text = t('share', { connections: String(connections), share: formatValue(share, 'share') });
                return (
                  <Fragment key={pid}>
                    {shownOf({ pid, name })}
                    <FillBar label={`${name} ${pid}`} text={text} fraction={share} tone="up" />
                    <span title={accepted === undefined ? undefined : t('accepted', { count: String(accepted) })}>
                      {text}
                    </span>
                  </Fragment>
                );
              })}
            </div>
          )}
        </>
      )}
      {queues.length > 1 && (
        <>
          <h5 className="pt-2 pb-1 text-faint">{t('queues')}</h5>
          <div className={styles['members']}>
            {queues.slice(0, MOST_MEMBERS).map(({ key, server, queue, backlog }) => (
              <Fragment key={key}>
                {server === undefined ? <span /> : shownOf(server)}
                <span className="col-span-2">
                  <QueueBar
                    label={`${t('queues')} ${server === undefined ? '' : nameOf(server)}`.trim()}
                    queue={queue}
                    backlog={backlog}
                  />
                </span>
              </Fragment>
            ))}
          </div>
        </>
      )}
    </article>
  );
};

'use client';
import { useTranslations } from 'next-intl';
import { CommandLine } from '../../../components/CopyButton.tsx';
import { useDetails } from '../../connection/live.ts';
import { namespaceCommands } from '../../metric/namespaceCommands.ts';

interface ElsewhereProps {
  readonly hostId: string;
  readonly cookie: string;
  /** What the agent calls the namespace. */
  readonly netns: string;
}

/** How a shell tells more of a socket of another network namespace, of which the agent asks for lists only. */
export const Elsewhere = ({ hostId, cookie, netns }: ElsewhereProps) => {
  const t = useTranslations('sockets.detail');
  const answer = useDetails(hostId, 'namespaces');
  const row = answer?.ok === true ? answer.report.rows.find(({ name }) => name === netns) : undefined;
  // Raw sockets of old kernels have no cookie: ss writes their inode.
  const word = cookie.startsWith('inode:') ? cookie.replace('inode', 'ino') : `sk:${cookie}`;
  const same = `ip netns exec {netns} ss -a -m -e -n -i -p -o -O | grep -w ${word}`;
  const [command] = row === undefined ? [] : namespaceCommands([same], row);
  return command === undefined ? null : (
    <section className="max-w-[42rem] px-5">
      <h3 className="mb-1 text-faint text-xs">{t('same')}</h3>
      <CommandLine command={command} />
    </section>
  );
};

'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useDetails } from '../connection/live.ts';
import { socketsHref } from '../sockets/socketsHref.ts';
import { Commands } from './Commands.tsx';
import { namespaceCommands } from './namespaceCommands.ts';

interface NamespaceWaysProps {
  readonly hostId: string;
  /** What the agent calls the namespace. */
  readonly name: string;
  /** As the catalogue has them. */
  readonly commands: readonly string[];
}

/** Where to go on with what was counted in another network namespace: its sockets, and a shell inside. */
export const NamespaceWays = ({ hostId, name, commands }: NamespaceWaysProps) => {
  const t = useTranslations('metric');
  const answer = useDetails(hostId, 'namespaces');
  const row = answer?.ok === true ? answer.report.rows.find((each) => each.name === name) : undefined;
  if (row === undefined) return null;
  return (
    <>
      <Link
        href={socketsHref(hostId, `netns:${row.inode}`)}
        className="self-start text-accent text-sm underline underline-offset-2"
      >
        {t('namespaceSockets', { name })}
      </Link>
      <Commands commands={namespaceCommands(commands, row)} />
    </>
  );
};

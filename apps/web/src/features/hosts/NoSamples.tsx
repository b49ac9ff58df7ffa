'use client';
import { useTranslations } from 'next-intl';
import { EmptyHost } from '../stack/EmptyHost.tsx';
import { HostList } from './HostList.tsx';
import { worstFirst } from './hosts.ts';
import { UnknownHost } from './UnknownHost.tsx';
import { useHosts } from './useHosts.ts';

interface NoSamplesProps {
  readonly hostId: string;
  /** Why the server does not show the host. */
  readonly message: string | undefined;
}

/** On the start page of a server without an agent of its own: the hosts that it has, else how to start one. */
const WithoutSelf = ({ message }: Pick<NoSamplesProps, 'message'>) => {
  const t = useTranslations('hosts');
  const hosts = useHosts();
  if (hosts === undefined || hosts.length === 0) return <EmptyHost message={message} />;
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <p className="text-soft text-sm">{t('noSelf')}</p>
      <HostList hosts={worstFirst(hosts)} />
    </>
  );
};

/** In the place of a host of which nothing is known. */
export default function NoSamples({ hostId, message }: NoSamplesProps) {
  if (hostId === 'self') return <WithoutSelf message={message} />;
  return <UnknownHost hostId={hostId} isKnown={message === undefined} />;
}

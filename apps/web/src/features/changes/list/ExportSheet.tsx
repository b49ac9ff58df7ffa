'use client';
import { useTranslations } from 'next-intl';
import { Tabs } from 'radix-ui';
import { useEffect, useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { Sheet } from '../../../components/Sheet.tsx';
import { callServer } from '../../api/ask.ts';
import { hostAddress } from '../../api/hostAddress.ts';
import { troubleOf } from '../../api/troubleOf.ts';

const KINDS = ['sysctl', 'ansible', 'tuned'] as const;
type Kind = (typeof KINDS)[number];
const FILE: Readonly<Record<Kind, string>> = {
  sysctl: '90-netstrata.conf',
  ansible: 'netstrata.yml',
  tuned: 'tuned.conf',
};

/** As they call themselves. */
const NAMES: Readonly<Record<Kind, string>> = { sysctl: 'sysctl.d', ansible: 'Ansible', tuned: 'tuned' };

interface Made {
  readonly text?: string;
  readonly trouble?: string;
}

const useExport = (hostId: string, kind: Kind): Made => {
  const [made, setMade] = useState<Made>({});
  useEffect(() => {
    const stop = new AbortController();
    const look = async (): Promise<Made> => {
      const address = hostAddress(hostId, `/changes/export?as=${kind}`);
      const response = await callServer(address, { signal: stop.signal, cache: 'no-store' });
      if (response.ok) return { text: await response.text() };
      return { trouble: troubleOf(await response.json(), response.status) };
    };
    setMade({});
    look().then(setMade, (cause: unknown) => {
      if (!stop.signal.aborted) setMade({ trouble: String(cause) });
    });
    return () => stop.abort();
  }, [hostId, kind]);
  return made;
};

const Export = ({ hostId, kind }: { readonly hostId: string; readonly kind: Kind }) => {
  const t = useTranslations('changes');
  const { text, trouble } = useExport(hostId, kind);
  return (
    <div className="space-y-2">
      <p className="text-pretty text-soft text-sm">{t(`export.help.${kind}`)}</p>
      {trouble !== undefined && (
        <p role="alert" className="text-saturated-ink text-sm">
          {t('export.failed', { why: trouble })}
        </p>
      )}
      {text === undefined && trouble === undefined && <p className="text-faint text-sm">{t('export.loading')}</p>}
      {text !== undefined && (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <a href={hostAddress(hostId, `/changes/export?as=${kind}`)} download={FILE[kind]} className={BUTTON.plain}>
              {t('export.download')}
            </a>
            <CopyButton text={text} label={t('export.copy')} />
          </div>
          <pre className="whitespace-pre-wrap break-words rounded-md border border-line bg-sunken p-3 font-mono text-xs">
            {text}
          </pre>
        </>
      )}
    </div>
  );
};

/** All kept changes of a host as files for other tools: to look at, copy and download. */
const ExportSheet = ({ hostId, onClose }: { readonly hostId: string; readonly onClose: () => void }) => {
  const t = useTranslations('changes');
  const [kind, setKind] = useState<Kind>('sysctl');
  return (
    <Sheet onClose={onClose} title={t('export.title')} description={t('export.about')}>
      <Tabs.Root
        value={kind}
        onValueChange={(value) => setKind(KINDS.find((each) => each === value) ?? 'sysctl')}
        className="flex min-h-0 flex-1 flex-col"
      >
        <div className="border-line border-b px-5 py-2">
          <Segmented label={t('export.kinds')} options={KINDS.map((value) => ({ value, text: NAMES[value] }))} />
        </div>
        {KINDS.map((each) => (
          <Tabs.Content key={each} value={each} tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto px-5 py-4">
            <Export hostId={hostId} kind={each} />
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </Sheet>
  );
};

export default ExportSheet;

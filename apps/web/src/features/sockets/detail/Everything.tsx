import type { SocketCatalogue, SocketDetail } from '@netstrata/metrics';
import { useLocale, useTranslations } from 'next-intl';
import { CommandLine } from '../../../components/CopyButton.tsx';
import { missingText } from '../../details/missingText.ts';
import { Bars } from './Bars.tsx';
import { commandsOf } from './commands.ts';
import { DetailRows } from './DetailRows.tsx';
import { groupsOf, optionRows } from './fields.ts';
import { identityRows } from './identityRows.ts';
import { LimitBand } from './LimitBand.tsx';
import { WindowsPicture } from './WindowsPicture.tsx';

interface EverythingProps {
  readonly catalogue: SocketCatalogue;
  readonly now: SocketDetail;
  readonly before: SocketDetail | undefined;
}

/** Pictures first, then all that the kernel says, then the options that its program has set. */
export const Everything = ({ catalogue, now, before }: EverythingProps) => {
  const t = useTranslations('sockets');
  const details = useTranslations('details');
  const locale = useLocale();
  const options = optionRows(catalogue, now, { t, locale });
  const { optionsMissing } = now;
  return (
    <>
      <Bars now={now} />
      <WindowsPicture now={now} before={before} />
      <LimitBand key={now.cookie} now={now} before={before} />
      {groupsOf(catalogue, { now, before }, { t, locale }).map(({ id, rows }) => (
        <DetailRows
          key={id}
          title={t(`detail.groups.${id}`)}
          rows={id === 'who' ? [...identityRows(now, t), ...rows] : rows}
        />
      ))}
      {options.length > 0 && <DetailRows title={t('detail.options')} about={t('detail.optionsAbout')} rows={options} />}
      {optionsMissing !== undefined && (
        <section aria-label={t('detail.options')} className="px-5 pt-4 text-sm">
          <h3 className="font-semibold">{t('detail.options')}</h3>
          <p className="mt-1 max-w-[70ch] text-soft">{missingText(details, optionsMissing)}</p>
        </section>
      )}
      <section className="px-5 pt-5">
        <h3 className="mb-1 text-faint text-xs">{t('detail.same')}</h3>
        <div className="max-w-[34rem] space-y-1">
          {commandsOf(now).map((command) => (
            <CommandLine key={command} command={command} />
          ))}
        </div>
      </section>
    </>
  );
};

import { isUnlimited } from '@netstrata/tunables';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BreakAtDots } from '../../../components/BreakAtDots.tsx';
import { BusyIcon } from '../../../components/icons.tsx';
import { useTunableWords } from '../../catalogue/useTunableWords.ts';
import { RiskMark } from '../RiskMark.tsx';
import { SettingName } from '../Values.tsx';
import { type PreviewSetting, riskOfValue } from './draft.ts';
import { ValueField } from './ValueField.tsx';

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="grid gap-x-3 sm:grid-cols-[7rem_minmax(0,1fr)] max-sm:pt-1">
    <dt className="text-faint">{name}</dt>
    <dd className="text-pretty break-words">{children}</dd>
  </div>
);

interface SettingCardProps {
  readonly setting: PreviewSetting;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Everything to know of one setting before it is changed. */
export const SettingCard = ({ setting, value, onChange }: SettingCardProps) => {
  const t = useTranslations('changes');
  const { scope, takesEffect, disruptive, alsoRead, overriddenBy } = setting;
  const words = useTunableWords().wordsOfName(setting.tunable);
  return (
    <section aria-label={setting.tunable} className="rounded-lg border border-line px-4 py-3">
      <h3 className="font-semibold text-base">{words?.title ?? setting.title}</h3>
      <SettingName setting={setting} className="block text-soft text-xs" />
      <div className="mt-3">
        <ValueField setting={setting} value={value} onChange={onChange} />
      </div>
      {overriddenBy.length > 0 && (
        <div className="mt-3 flex items-start gap-2 rounded-md bg-busy-wash px-3 py-2 text-busy-ink text-sm ring-1 ring-busy/50 ring-inset">
          <BusyIcon className="mt-0.5 size-4" />
          <div className="min-w-0">
            <p className="font-medium">{t('preview.overridden')}</p>
            <ul>
              {overriddenBy.map((who) => (
                <li key={who} className="break-words">
                  {who}
                </li>
              ))}
            </ul>
            <p>{t('preview.overriddenHint')}</p>
          </div>
        </div>
      )}
      {words !== undefined && <p className="mt-3 max-w-[75ch] text-pretty text-soft text-sm">{words.help}</p>}
      <dl className="mt-3 space-y-1 text-sm">
        <Fact name={t('preview.risk')}>
          <RiskMark risk={riskOfValue(setting, value)} />
          {disruptive && <span className="block font-medium text-saturated-ink">{t('preview.disruptive')}</span>}
        </Fact>
        <Fact name={t('preview.acts')}>{t(`takesEffect.${takesEffect}`)}</Fact>
        <Fact name={t('preview.applies')}>{t(`scope.${scope}`)}</Fact>
        <Fact name={t('preview.costs')}>{words?.cost ?? setting.cost}</Fact>
        {alsoRead.length > 0 && (
          <Fact name={t('preview.touches')}>
            <ul>
              {alsoRead.map(({ tunable: name, value: now }) => (
                <li key={name} className="break-words">
                  <code className="font-mono text-xs">
                    <BreakAtDots text={name} />
                  </code>{' '}
                  {now === null ? (
                    <span className="text-faint">{t('preview.notThere')}</span>
                  ) : (
                    <span className="font-mono text-xs">
                      = {now}
                      {isUnlimited(name, now) && (
                        <span className="font-sans text-faint"> {t('preview.unlimited')}</span>
                      )}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </dl>
    </section>
  );
};

import type { ChangePreview } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { LockIcon } from '../../../components/icons.tsx';
import { AllowChanges } from '../AllowChanges.tsx';
import { ByHand } from '../ByHand.tsx';
import { settingKey } from '../settings.ts';

interface MayNotApplyProps {
  readonly hostId: string;
  readonly preview: ChangePreview;
  readonly values: Readonly<Record<string, string>>;
}

/** A host that takes no changes from here: why, how that is changed, and the lines to do it by hand. */
export const MayNotApply = ({ hostId, preview: { reason, settings }, values }: MayNotApplyProps) => {
  const t = useTranslations('changes');
  const byHand = settings.filter(({ namespace }) => namespace === 'host');
  return (
    <section
      aria-label={t('preview.mayNot')}
      className="rounded-lg bg-busy-wash px-4 py-3 text-sm ring-1 ring-busy/50 ring-inset"
    >
      <h3 className="flex items-center gap-2 font-semibold text-base text-busy-ink">
        <LockIcon />
        {t('preview.mayNot')}
      </h3>
      {reason !== '' && (
        <p className="mt-1 text-pretty break-words first-letter:uppercase">
          {t('preview.sentence', { text: reason.replace(/[.。]$/, '') })}
        </p>
      )}
      {!settings.some(({ readOnly }) => readOnly === true) && (
        <div className="mt-2">
          <AllowChanges hostId={hostId} />
        </div>
      )}
      {byHand.length > 0 && <p className="mt-2 mb-1">{t('preview.byHand')}</p>}
      <div className="space-y-2">
        {byHand.map((setting) => (
          <ByHand
            key={settingKey(setting)}
            change={{ ...setting, proposed: values[settingKey(setting)] ?? setting.proposed }}
          />
        ))}
      </div>
    </section>
  );
};

import type { ChangeRecord } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { BUTTON } from '../../components/button.ts';
import { useMay } from '../session/useSession.ts';
import { settingKey } from './settings.ts';
import { TroubleLine } from './TroubleLine.tsx';
import { useAction } from './useAction.ts';
import { SettingName } from './Values.tsx';

/** Settings of an undone change that are not as before: what is there now, and the question whether to put the old value there all the same. */
export const NotRestored = ({ change }: { readonly change: ChangeRecord }) => {
  const t = useTranslations('changes');
  const { may } = useMay('operator');
  const { isBusy, trouble, act } = useAction(change);
  const left = change.undo?.settings.filter(({ outcome }) => outcome !== 'restored') ?? [];
  if (left.length === 0) return null;
  return (
    <div className="mt-1.5 rounded-md bg-busy-wash px-3 py-2 text-sm ring-1 ring-busy/50 ring-inset">
      <p className="font-medium text-busy-ink">{t('notRestored')}</p>
      <ul className="mt-0.5">
        {left.map((setting) => (
          <li key={settingKey(setting)} className="text-pretty break-words">
            <SettingName setting={setting} className="font-medium" />{' '}
            {t(`undone.${setting.outcome}`, { value: setting.value ?? t('unknownValue') })}
            {setting.problem !== '' && (
              <span className="text-soft">{t('problemOf', { problem: setting.problem })}</span>
            )}
          </li>
        ))}
      </ul>
      {may && (
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <span>{t('overwriteAsk')}</span>
          <button
            type="button"
            aria-disabled={isBusy}
            onClick={() => !isBusy && void act({ action: 'undo', evenIfChanged: true })}
            className={BUTTON.small}
          >
            {t('overwrite')}
          </button>
        </div>
      )}
      {trouble !== undefined && <TroubleLine {...trouble} />}
    </div>
  );
};

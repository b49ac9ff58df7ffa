import type { SettingRef } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { BreakAtDots } from '../../components/BreakAtDots.tsx';
import { cx } from '../../components/cx.ts';
import { changedParts } from '../advice/advice.ts';

/** A value as the kernel prints it, with the numbers that differ from `from` marked by weight and a line under them. */
export const MarkedValue = ({ from, value }: { readonly from: string; readonly value: string }) => {
  const t = useTranslations('changes');
  return value === '' ? (
    <span className="text-faint">{t('nothing')}</span>
  ) : (
    changedParts(from, value).map(({ place, value: part, changed }) => (
      <span key={place}>
        {place > 0 && ' '}
        <span
          className={cx(
            changed && 'font-semibold text-ink underline decoration-accent decoration-2 underline-offset-3',
          )}
        >
          {part}
        </span>
      </span>
    ))
  );
};

/** The name of a setting, and where it is when that is not the host itself. */
export const SettingName = ({ setting, className }: { readonly setting: SettingRef; readonly className?: string }) => {
  const t = useTranslations('changes');
  const { tunable, namespace, device, queue } = setting;
  return (
    <span className={className}>
      <code className="break-words font-mono">
        <BreakAtDots text={tunable} />
      </code>
      {device !== undefined && (
        <span className="text-faint">
          {' '}
          {queue === undefined ? t('onDevice', { device }) : t('onQueue', { device, queue })}
        </span>
      )}
      {namespace !== 'host' && <span className="text-faint"> {t('inNamespace', { namespace })}</span>}
    </span>
  );
};

/** Two values with so many characters stay on one line. */
const SHORT = 16;

interface BeforeAfterProps {
  readonly setting: SettingRef & { readonly before: string; readonly after: string };
}

/** "net.core.somaxconn 8 → 4096" on one line, the new numbers marked. */
export const BeforeAfter = ({ setting }: BeforeAfterProps) => {
  const t = useTranslations('changes');
  const { before, after } = setting;
  return (
    <span className="tabular-nums">
      <SettingName setting={setting} className="font-medium text-ink" />{' '}
      <span className={cx(before.length + after.length <= SHORT && 'whitespace-nowrap')}>
        <span className="whitespace-pre-wrap break-words font-mono text-faint">{before || t('nothing')}</span>
        <span className="sr-only"> {t('to')} </span>
        <span aria-hidden="true" className="text-faint">
          {'\u00a0→ '}
        </span>
        <span className="font-mono text-soft">
          <MarkedValue from={before} value={after} />
        </span>
      </span>
    </span>
  );
};

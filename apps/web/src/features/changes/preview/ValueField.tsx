import { formatValue } from '@netstrata/metrics';
import { changeable, isUnlimited } from '@netstrata/tunables';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { cx } from '../../../components/cx.ts';
import { useListed } from '../../../locale/useListed.ts';
import { useTunableWords } from '../../catalogue/useTunableWords.ts';
import { MarkedValue } from '../Values.tsx';
import { checkValue, type PreviewSetting } from './draft.ts';

/** Bytes as people say them: "4.00 KiB", "128 KiB", "6.00 MiB"; undefined where the number already says it. */
const readable = (unit: string, value: string): readonly string[] | undefined => {
  const numbers = value.trim().split(/\s+/).map(Number);
  if (unit !== 'bytes' || !numbers.some((number) => number >= 1024)) return undefined;
  return numbers.map((number) => formatValue(number, 'bytes'));
};

/** Of a single amount of bytes, how far it goes: from 208 KiB to 4.00 MiB. */
const spanOf = (unit: string, before: string | undefined, after: string) => {
  const [from, ...moreFrom] = (before === undefined ? undefined : readable(unit, before)) ?? [];
  const [to, ...moreTo] = readable(unit, after) ?? [];
  const isSingle = moreFrom.length === 0 && moreTo.length === 0;
  return from === undefined || to === undefined || !isSingle ? undefined : { from, to };
};

const Note = ({ children }: { readonly children: string | undefined }) =>
  children === undefined ? null : <span className="block text-faint text-xs">{children}</span>;

interface ValueFieldProps {
  readonly setting: PreviewSetting;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The value of now beside the one that is proposed, which can be edited and is checked as it is typed. */
export const ValueField = ({ setting, value, onChange }: ValueFieldProps) => {
  const t = useTranslations('changes');
  const id = useId();
  const listed = useListed();
  const { current, problem, unit, offered, refusal } = setting;
  const checked = checkValue(setting, value);
  const { wordsOf, shapeOf, refusalOf } = useTunableWords();
  const entry = changeable(setting.tunable);
  const allowed = entry && shapeOf(entry, offered);
  const wrong = checked.ok ? undefined : refusalOf(checked.error);
  const amount = (text: string): string | undefined => {
    if (isUnlimited(setting.tunable, text)) return t('preview.unlimited');
    const said = readable(unit, text);
    return said === undefined ? undefined : t('preview.readable', { text: listed(said) });
  };
  const isOpen = (text: string | undefined) => text !== undefined && isUnlimited(setting.tunable, text);
  const span =
    checked.ok && !checked.same && !isOpen(current) && !isOpen(checked.text)
      ? spanOf(unit, current, checked.text)
      : undefined;
  const field = {
    id: `${id}-value`,
    value,
    'aria-invalid': wrong !== undefined,
    'aria-describedby': `${id}-note`,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => onChange(target.value),
    className: cx(
      'w-full rounded-md bg-sunken px-2.5 py-1.5 font-mono text-base ring-inset max-sm:min-h-11',
      wrong !== undefined
        ? 'ring-2 ring-saturated'
        : checked.ok && checked.same
          ? 'ring-1 ring-line-strong'
          : 'font-semibold ring-2 ring-accent',
    ),
  };
  return (
    <div className="grid gap-x-5 gap-y-3 sm:grid-cols-[minmax(0,2fr)_auto_minmax(0,3fr)]">
      <div>
        <p className="text-faint text-xs">{t('preview.now')}</p>
        <p className="whitespace-pre-wrap break-words py-1.5 font-mono text-base" data-testid="current">
          {current === undefined ? <span className="text-faint">{t('unknownValue')}</span> : current || t('nothing')}
          {current !== undefined && unit !== 'choice' && (
            <span className="font-sans text-faint text-xs"> {entry ? wordsOf(entry).unit : unit}</span>
          )}
        </p>
        <Note>{current === undefined ? undefined : amount(current)}</Note>
        {problem !== undefined && <Note>{t('preview.notReadable', { why: problem })}</Note>}
      </div>
      <span aria-hidden="true" className="self-start pt-5.5 text-faint text-lg max-sm:hidden">
        →
      </span>
      <div>
        <label htmlFor={`${id}-value`} className="block text-faint text-xs">
          {t('preview.proposed')}
        </label>
        {offered === undefined || offered.length === 0 ? (
          <input {...field} type="text" autoComplete="off" autoCapitalize="off" spellCheck={false} />
        ) : (
          <select {...field}>
            {[...new Set([...offered, value])].map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        )}
        <div id={`${id}-note`} className="mt-1 space-y-0.5 text-xs" aria-live="polite">
          {wrong !== undefined && <p className="font-medium text-saturated-ink">{wrong}</p>}
          {wrong === undefined && refusal !== undefined && value === setting.proposed && (
            <p className="font-medium text-saturated-ink">{refusal}</p>
          )}
          {checked.ok && checked.same && <p className="text-busy-ink">{t('preview.same')}</p>}
          {checked.ok && !checked.same && current !== undefined && /\s/.test(checked.text) && (
            <p className="font-mono text-soft">
              <MarkedValue from={current} value={checked.text} />
            </p>
          )}
          {checked.ok && <Note>{span === undefined ? amount(checked.text) : t('preview.span', span)}</Note>}
          {allowed !== undefined && <p className="text-faint">{t('preview.allowed', { what: allowed })}</p>}
        </div>
      </div>
    </div>
  );
};

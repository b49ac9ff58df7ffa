'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { BreakAtDots } from './BreakAtDots.tsx';
import { cx } from './cx.ts';
import { CopyIcon, DoneIcon } from './icons.tsx';

const SHOWN_MS = 1800;
type Outcome = 'ready' | 'copied' | 'failed';
const SAYS = { copied: 'copied', failed: 'copyFailed' } as const;

const copyText = async (text: string): Promise<Outcome> => {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    // No permission, or a page that is not a secure context: the text stays selectable.
    return 'failed';
  }
};

interface CopyButtonProps {
  /** Written when it is asked for, where it changes all the time: then with a label. */
  readonly text: string | (() => string);
  /** What it copies, for a text that is too long to be read out. */
  readonly label?: string;
  /** On it, where "Copy" does not say enough. */
  readonly words?: string;
  readonly className?: string;
}

/** Puts a text into the clipboard and says whether it worked. */
export const CopyButton = ({ text, label, words, className }: CopyButtonProps) => {
  const t = useTranslations('components');
  const [outcome, setOutcome] = useState<Outcome>('ready');
  const act = words ?? t('copy');
  useEffect(() => {
    if (outcome === 'ready') return;
    const timer = setTimeout(() => setOutcome('ready'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <button
      type="button"
      aria-label={t('copyWhat', { act, what: label ?? (typeof text === 'string' ? text : '') })}
      onClick={() => {
        copyText(typeof text === 'string' ? text : text()).then(setOutcome, () => setOutcome('failed'));
      }}
      className={cx(
        'inline-flex shrink-0 print:hidden items-center gap-1 rounded-md px-1.5 py-1 text-2xs text-soft hover:bg-hover hover:text-ink',
        className,
      )}
    >
      {outcome === 'copied' ? <DoneIcon className="size-3.5 text-calm-ink" /> : <CopyIcon className="size-3.5" />}
      <span aria-live="polite">{outcome === 'ready' ? act : t(SAYS[outcome])}</span>
    </button>
  );
};

/** A command on one line of its own, ready to be copied. */
export const CommandLine = ({ command }: { readonly command: string }) => (
  <div className="flex items-start gap-1 rounded-md border border-line bg-sunken py-0.5 pr-1 pl-2.5">
    <code className="min-w-0 flex-1 whitespace-pre-wrap break-words py-1 font-mono text-ink text-xs">
      {[...command.matchAll(/\S+\s*/g)].map(({ 0: word, index: start }) => (
        // A line never ends inside an option: what is left of it there would be read as another one.
        <span key={start} className={word.startsWith('-') ? 'whitespace-nowrap' : undefined}>
          <BreakAtDots text={word} />
        </span>
      ))}
    </code>
    <CopyButton text={command} />
  </div>
);

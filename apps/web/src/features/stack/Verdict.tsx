'use client';
import type { Advice, Bottleneck, Limiter, Severity } from '@netstrata/advisor/types';
import type { LayerModel, LayerState } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { memo, type ReactNode } from 'react';
import { keepUnits } from '../../components/keepUnits.ts';
import { StateIcon, stateInk } from '../../components/State.tsx';
import { speaksFirst, verdictOf } from './verdict.ts';
import { verdictWords } from './verdictWords.ts';

/** How urgent advice looks where the layers alone look calm. */
const LOOKS = { info: 'calm', warning: 'busy', critical: 'saturated' } satisfies Record<Severity, LayerState>;

/** What is said of a host where nothing of it holds anybody back. */
const VAGUE: ReadonlySet<Limiter> = new Set(['application', 'sender', 'nothing', 'unknown']);

/** What of a host itself holds traffic back. */
const HOLDING: ReadonlySet<Limiter> = new Set([
  'reader',
  'receive-buffer',
  'accept-queue',
  'send-buffer',
  'link',
  'softirq',
  'conntrack',
]);

interface VerdictProps {
  readonly layers: readonly LayerModel[];
  /** What keeps the host from moving more now; undefined of what is over. */
  readonly bottleneck: Bottleneck | undefined;
  /** The most urgent advice of a host that is live, if it is more than a note. */
  readonly advised: Advice | undefined;
  /** True when the numbers are old. */
  readonly past: boolean;
  /** At the end of the line: the way to what helps. */
  readonly children?: ReactNode;
}

/** One glance: which layer hurts, and why. Spoken politely when it changes. */
export const Verdict = memo(({ layers, bottleneck, advised, past, children }: VerdictProps) => {
  const verdict = verdictOf(layers);
  const { title, reason, others } = verdictWords(
    { verdict, isPast: past, advised, isLimited: bottleneck !== undefined && HOLDING.has(bottleneck.limiter) },
    useTranslations(),
  );
  const looks =
    advised !== undefined && !past && speaksFirst(verdict, advised.severity) ? LOOKS[advised.severity] : verdict.state;
  /** That the programs could send more says nothing against advice, or a layer that hurts, and sounds as if it did. */
  const isSure = advised !== undefined || verdict.layer !== undefined;
  const limits = bottleneck !== undefined && !(isSure && VAGUE.has(bottleneck.limiter));
  return (
    <div className="flex min-w-0 items-start gap-3 max-sm:gap-2" data-verdict={verdict.state}>
      <StateIcon state={looks} className="mt-1 size-6! max-sm:size-5!" />
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-4 gap-y-0.5">
        <p aria-live="polite" className={`font-semibold text-xl tracking-tight max-sm:text-lg ${stateInk(looks)}`}>
          {title}
        </p>
        <p className="min-w-0 text-pretty break-words text-base max-sm:text-sm">
          {keepUnits(reason)} {others !== '' && <span className="inline-block text-soft sm:ml-2">{others}</span>}
        </p>
        {children}
        {limits && <LimitLine bottleneck={bottleneck} />}
      </div>
    </div>
  );
});
Verdict.displayName = 'Verdict';

const LimitLine = ({ bottleneck: { limiter, sentence, not } }: { readonly bottleneck: Bottleneck }) => {
  const t = useTranslations('stack');
  return (
    <div className="basis-full text-pretty break-words text-soft text-sm max-sm:text-xs" data-limiter={limiter}>
      {keepUnits(sentence)} <span className="max-sm:hidden">{keepUnits(not)}</span>
      {not !== '' && (
        <details className="inline sm:hidden">
          <summary className="inline cursor-pointer list-none text-accent underline underline-offset-2">
            {t('limitsNot')}
          </summary>{' '}
          {keepUnits(not)}
        </details>
      )}
    </div>
  );
};

/** Keeps the place of the verdict before the first sample. */
export const VerdictSkeleton = () => (
  <div className="flex items-center gap-3" aria-hidden="true">
    <div className="skeleton size-6 rounded-full!" />
    <div className="skeleton my-1 h-5 w-80 max-w-3/5" />
  </div>
);

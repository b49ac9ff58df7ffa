import type { TunableChange } from '@netstrata/advisor/types';
import { BreakAtDots } from '../../components/BreakAtDots.tsx';
import { CommandLine } from '../../components/CopyButton.tsx';
import { changedParts, sysctlLine } from './advice.ts';
import { ADVICE_TEXT } from './text.ts';

/** One kernel setting: what it is now, what it should be with the changed numbers marked, and the line that does it. */
export const Change = ({ change }: { readonly change: TunableChange }) => (
  <div className="mt-1.5 first:mt-0">
    <div className="flex flex-wrap items-baseline gap-x-2 text-xs tabular-nums">
      <code className="break-words font-medium font-mono text-ink">
        <BreakAtDots text={change.tunable} />
      </code>
      {change.namespace !== 'host' && <span className="text-faint">{ADVICE_TEXT.inNamespace(change.namespace)}</span>}
      <span className="font-mono text-faint">{change.current || ADVICE_TEXT.none}</span>
      <span className="sr-only">{ADVICE_TEXT.to}</span>
      <span className="font-mono text-soft">
        <span aria-hidden="true" className="text-faint">
          →{'\u00a0'}
        </span>
        {changedParts(change.current, change.proposed).map(({ place, value, changed }) => (
          <span key={place} className={changed ? 'font-semibold text-ink' : ''}>
            {place > 0 && ' '}
            {value}
          </span>
        ))}
      </span>
    </div>
    <div className="mt-1.5">
      <CommandLine command={sysctlLine(change)} />
    </div>
    {change.takesEffect !== undefined && change.scope !== undefined && (
      <p className="mt-1 text-faint text-xs">
        {ADVICE_TEXT.takesEffect[change.takesEffect]}, {ADVICE_TEXT.scope[change.scope]}
      </p>
    )}
  </div>
);

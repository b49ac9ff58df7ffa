'use client';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import type { RefObject } from 'react';
import { DoneIcon } from '../../components/icons.tsx';
import { CustomTime } from './CustomTime.tsx';
import styles from './TimePicker.module.css';
import { LASTS, LIVE, type TimeRange } from './timeRange.ts';
import { useRangeText } from './useRangeText.ts';
import type { ChangeTime } from './useTimeRange.ts';

interface TimeMenuProps {
  readonly trigger: RefObject<HTMLButtonElement | null>;
  readonly range: TimeRange;
  readonly onChange: ChangeTime;
  readonly onClose: () => void;
}

const CHOICES: readonly TimeRange[] = [LIVE, ...LASTS.map((last) => ({ kind: 'last', last }) as const)];

const same = (a: TimeRange, b: TimeRange): boolean =>
  a.kind === b.kind && (a.kind !== 'last' || (b.kind === 'last' && a.last === b.last));

/** Every stretch that can be chosen by one press, and one's own beside them. */
export default function TimeMenu({ trigger, range, onChange, onClose }: TimeMenuProps) {
  const t = useTranslations('time');
  const rangeText = useRangeText();
  const choose = (next: TimeRange) => {
    onChange(next);
    onClose();
  };
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={trigger as RefObject<HTMLButtonElement>} />
      <Popover.Portal>
        <Popover.Content
          aria-label={t('choose')}
          align="end"
          sideOffset={6}
          collisionPadding={12}
          className="z-50 rounded-xl border border-line-strong bg-raised shadow-lg"
          onInteractOutside={(event) => {
            // The press that closes is the trigger's own.
            if (event.target instanceof Node && trigger.current?.contains(event.target)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            trigger.current?.focus();
          }}
        >
          <div className={styles['menu']}>
            <ul aria-label={t('upToNow')} className="border-line p-1.5 max-sm:border-b sm:border-r">
              {CHOICES.map((choice) => (
                <li key={rangeText(choice)}>
                  <button
                    type="button"
                    aria-pressed={same(choice, range)}
                    onClick={() => choose(choice)}
                    className={styles['choice']}
                  >
                    {rangeText(choice)}
                    {same(choice, range) && <DoneIcon className="size-3.5 text-accent" />}
                  </button>
                </li>
              ))}
            </ul>
            <CustomTime range={range} onChoose={choose} />
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

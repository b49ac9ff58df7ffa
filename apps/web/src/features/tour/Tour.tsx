'use client';
import { useTranslations } from 'next-intl';
import { Dialog } from 'radix-ui';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { BUTTON } from '../../components/button.ts';
import { type Box, placeCard } from './placeCard.ts';
import { rememberTour } from './seen.ts';
import { TOUR_STEPS } from './steps.ts';
import styles from './Tour.module.css';

const AROUND = 6;

const boxOf = (target: string): Box | undefined => {
  const rect = document.querySelector(target)?.getBoundingClientRect();
  if (rect === undefined || rect.width === 0) return undefined;
  const { top, left, width, height } = rect;
  return { top: top - AROUND, left: left - AROUND, width: width + 2 * AROUND, height: height + 2 * AROUND };
};

/** A minute's look around the page: one thing at a time, framed, with a card beside it. Escape ends it. */
export default function Tour({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('tour');
  const [steps] = useState(() => TOUR_STEPS.filter(({ target }) => boxOf(target) !== undefined));
  const [at, setAt] = useState(0);
  const [box, setBox] = useState<Box>();
  const [place, setPlace] = useState({ top: 0, left: 0 });
  const card = useRef<HTMLDivElement>(null);
  const onwards = useRef<HTMLButtonElement>(null);
  const step = steps[at];
  useEffect(() => rememberTour(), []);
  useLayoutEffect(() => {
    if (step === undefined) return;
    document.querySelector(step.target)?.scrollIntoView({ block: 'nearest' });
    const look = () => {
      const next = boxOf(step.target);
      const { width = 0, height = 0 } = card.current?.getBoundingClientRect() ?? {};
      setBox(next);
      if (next !== undefined)
        setPlace(placeCard(next, { width, height }, { width: window.innerWidth, height: window.innerHeight }));
    };
    look();
    window.addEventListener('resize', look);
    window.addEventListener('scroll', look, { passive: true });
    return () => {
      window.removeEventListener('resize', look);
      window.removeEventListener('scroll', look);
    };
  }, [step]);
  useEffect(() => {
    if (steps.length === 0) onClose();
  }, [steps, onClose]);
  if (step === undefined) return null;
  const isLast = at === steps.length - 1;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles['catch']} />
        <div className={styles['frame']} style={box} aria-hidden="true" />
        <Dialog.Content
          ref={card}
          className={styles['card']}
          style={place}
          onKeyDown={({ key }) => {
            if (key === 'ArrowRight') setAt(Math.min(at + 1, steps.length - 1));
            if (key === 'ArrowLeft') setAt(Math.max(at - 1, 0));
          }}
          onInteractOutside={(event) => event.preventDefault()}
          onOpenAutoFocus={(event) => {
            // Enter goes on, and does not end it.
            event.preventDefault();
            onwards.current?.focus();
          }}
        >
          <p className="text-2xs text-faint">
            {t('label')} · {t('step', { step: at + 1, steps: steps.length })}
          </p>
          <Dialog.Title className="mt-1 font-semibold text-base">{t(`steps.${step.id}.title`)}</Dialog.Title>
          <Dialog.Description className="mt-1 text-pretty text-soft text-sm" aria-live="polite">
            {t(`steps.${step.id}.body`)}
          </Dialog.Description>
          <div className="mt-4 flex items-center gap-2">
            <button type="button" onClick={onClose} className={BUTTON.small}>
              {t('skip')}
            </button>
            <span className="flex-1" />
            {at > 0 && (
              <button type="button" onClick={() => setAt(at - 1)} className={BUTTON.plain}>
                {t('back')}
              </button>
            )}
            <button
              type="button"
              ref={onwards}
              onClick={() => (isLast ? onClose() : setAt(at + 1))}
              className={BUTTON.primary}
            >
              {isLast ? t('done') : t('next')}
            </button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

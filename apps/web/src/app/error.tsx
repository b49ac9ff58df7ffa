'use client';
import { useTranslations } from 'next-intl';
import { BUTTON } from '../components/button.ts';
import { DoorFrame } from '../features/sign-in/DoorFrame.tsx';

interface ErrorPageProps {
  readonly error: Error;
  readonly reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const t = useTranslations('shell');
  // A part of the page that was never opened before, of a server that is away, or newer and without it.
  const isGone = error.name === 'ChunkLoadError';
  return (
    <DoorFrame
      product={t('product')}
      title={t(isGone ? 'updated.goneTitle' : 'failed.title')}
      about={t(isGone ? 'updated.gone' : 'failed.body')}
    >
      {!isGone && (
        <pre className="mt-3 whitespace-pre-wrap break-words rounded-md bg-sunken p-3 font-mono text-xs">
          {error.message}
        </pre>
      )}
      <button
        type="button"
        onClick={() => (isGone ? window.location.reload() : reset())}
        className={`${BUTTON.primary} mt-5`}
      >
        {t(isGone ? 'updated.again' : 'failed.again')}
      </button>
    </DoorFrame>
  );
}

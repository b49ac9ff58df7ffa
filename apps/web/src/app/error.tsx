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
  // A part of the page that was never opened before, and that a newer server does not have.
  const isOld = error.name === 'ChunkLoadError';
  return (
    <DoorFrame product={t('product')} title={t('failed.title')} about={t(isOld ? 'updated.gone' : 'failed.body')}>
      <pre className="mt-3 whitespace-pre-wrap break-words rounded-md bg-sunken p-3 font-mono text-xs">
        {error.message}
      </pre>
      <button
        type="button"
        onClick={() => (isOld ? window.location.reload() : reset())}
        className={`${BUTTON.primary} mt-5`}
      >
        {t(isOld ? 'updated.again' : 'failed.again')}
      </button>
    </DoorFrame>
  );
}

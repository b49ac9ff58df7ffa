'use client';
import { SHELL_TEXT } from '../features/shell/text.ts';

interface ErrorPageProps {
  readonly error: Error;
  readonly reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const text = SHELL_TEXT.failed;
  return (
    <main className="mx-auto max-w-xl px-6 py-24">
      <h1 className="font-semibold text-xl">{text.title}</h1>
      <p className="mt-2 text-soft">{text.body}</p>
      <pre className="mt-3 overflow-x-auto rounded-md bg-sunken p-3 font-mono text-xs">{error.message}</pre>
      <button type="button" onClick={reset} className="mt-4 rounded-md border border-line-strong px-3 py-1.5">
        {text.again}
      </button>
    </main>
  );
}

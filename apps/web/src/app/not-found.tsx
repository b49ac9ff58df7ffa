import Link from 'next/link';
import { SHELL_TEXT } from '../features/shell/text.ts';

export default function NotFound() {
  const text = SHELL_TEXT.notFound;
  return (
    <main className="mx-auto max-w-xl px-6 py-24">
      <h1 className="font-semibold text-xl">{text.title}</h1>
      <p className="mt-2 text-soft">{text.body}</p>
      <Link href="/" className="mt-4 inline-block text-accent underline">
        {text.back}
      </Link>
    </main>
  );
}

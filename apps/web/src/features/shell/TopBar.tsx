'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { cx } from '../../components/cx.ts';
import { NAVIGATION } from '../../navigation.ts';
import { ThemeToggle } from '../../theme/ThemeToggle.tsx';
import { Mark } from './Mark.tsx';
import { SHELL_TEXT } from './text.ts';

/** The bar above every page: the product, its pages, what the page itself puts there, the theme. */
export const TopBar = ({ children }: { readonly children?: ReactNode }) => {
  const pathname = usePathname();
  return (
    <header className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 py-1.5">
      <a
        href="#page"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2"
      >
        {SHELL_TEXT.skip}
      </a>
      <Link href="/" className="flex items-center gap-2 rounded-md font-semibold text-base tracking-tight">
        <Mark />
        {SHELL_TEXT.product}
      </Link>
      {NAVIGATION.length > 1 && (
        <nav aria-label={SHELL_TEXT.navigation} className="flex items-center gap-1">
          {NAVIGATION.map(({ href, title }) => (
            <Link
              key={href}
              href={href}
              aria-current={pathname === href ? 'page' : undefined}
              className={cx(
                'rounded-md px-2 py-1 text-sm hover:bg-hover',
                pathname === href ? 'font-medium text-ink' : 'text-soft',
              )}
            >
              {title}
            </Link>
          ))}
        </nav>
      )}
      {children}
      <div className="ml-auto sm:ml-0">
        <ThemeToggle />
      </div>
    </header>
  );
};

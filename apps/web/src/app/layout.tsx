import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { TooltipProvider } from '../components/Tooltip.tsx';
import { SHELL_TEXT } from '../features/shell/text.ts';
import { ThemeProvider } from '../theme/ThemeProvider.tsx';
import { parseTheme, THEME_COOKIE } from '../theme/theme.ts';
import './globals.css';

export const metadata: Metadata = { title: SHELL_TEXT.product, description: SHELL_TEXT.about };
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

/** Reads the theme before the first byte, so no script has to mend it; every page is rendered on request. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme}>
      <body>
        <ThemeProvider initial={theme}>
          <TooltipProvider>{children}</TooltipProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}

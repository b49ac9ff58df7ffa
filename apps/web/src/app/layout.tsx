import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { BUTTON } from '../components/button.ts';
import { Alive } from '../features/shell/Alive.tsx';
import { notCome } from '../features/shell/notCome.ts';
import { chosenLocale } from '../locale/chosenLocale.ts';
import { compiledMessagesOf } from '../locale/compiledMessages.ts';
import { IntlProvider } from '../locale/IntlProvider.tsx';
import { messagesOf } from '../locale/messages.ts';
import { ThemeProvider } from '../theme/ThemeProvider.tsx';
import { CONTRAST_COOKIE, parseContrast, parseTheme, THEME_COOKIE } from '../theme/theme.ts';
// Goes along with every page, as the page of errors does: in a sheet that only that one had, browsers would warn of it as unused.
import '../features/sign-in/Door.module.css';
import './globals.css';
import { nonceOf } from './nonceOf.ts';

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export const generateMetadata = async (): Promise<Metadata> => {
  const { shell } = await messagesOf(await chosenLocale());
  return { description: shell.about };
};

/** Reads look and language before the first byte, so no script has to mend them; every page is rendered on request. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const jar = await cookies();
  const theme = parseTheme(jar.get(THEME_COOKIE)?.value);
  const contrast = parseContrast(jar.get(CONTRAST_COOKIE)?.value);
  const locale = await chosenLocale();
  const { shell } = await messagesOf(locale);
  return (
    <html lang={locale} data-theme={theme} data-contrast={contrast}>
      <body>
        {/* What stands there without script looks as if it were still coming. */}
        <noscript>
          <p className="fixed inset-x-0 bottom-0 z-50 border-line-strong border-t bg-raised px-4 py-3 text-pretty text-center text-sm">
            {shell.noScript}
          </p>
        </noscript>
        <p
          id="not-come"
          role="alert"
          hidden
          suppressHydrationWarning
          className="in-data-alive:hidden fixed inset-x-0 bottom-0 z-50 border-line-strong border-t bg-raised px-4 py-3 text-pretty text-center text-sm"
        >
          {shell.notCome}{' '}
          <button type="button" className={BUTTON.plain}>
            {shell.updated.again}
          </button>
        </p>
        {/* Browsers hide the nonce that they were given. */}
        <script nonce={await nonceOf()} suppressHydrationWarning>{`(${notCome})()`}</script>
        <Alive />
        <IntlProvider locale={locale} messages={await compiledMessagesOf(locale)}>
          <ThemeProvider initial={{ theme, contrast }}>{children}</ThemeProvider>
        </IntlProvider>
      </body>
    </html>
  );
}

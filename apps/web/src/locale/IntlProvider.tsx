'use client';
import { NextIntlClientProvider } from 'next-intl';
import type { ReactNode } from 'react';
import type { Locale } from './locale.ts';
import type { Messages } from './messages.ts';

interface IntlProviderProps {
  readonly locale: Locale;
  readonly messages: Messages;
  readonly children: ReactNode;
}

/**
 * The texts for everything below it. Times are formatted by the browser's own clock elsewhere; a zone is named here only so
 * that server and browser never differ.
 */
export const IntlProvider = (props: IntlProviderProps) => <NextIntlClientProvider {...props} timeZone="UTC" />;

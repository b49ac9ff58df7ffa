import type { useTranslations } from 'next-intl';

/** The texts of this feature in the reader's language, for what is not a component. */
export type InterfaceWords = ReturnType<typeof useTranslations<'interfaces'>>;

/** With the way the language puts names one after the other. */
export interface InterfaceSpeech {
  readonly t: InterfaceWords;
  readonly listed: (names: readonly string[]) => string;
}

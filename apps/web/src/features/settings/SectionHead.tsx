import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { SectionId } from './sections.ts';

/** What a section is, and beside it what one can make there. */
export const SectionHead = ({ id, children }: { readonly id: SectionId; readonly children?: ReactNode }) => {
  const t = useTranslations('settings.sections');
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
      <div className="min-w-0 flex-[1_1_18rem]">
        <h2 className="font-semibold text-xl">{t(`${id}.title`)}</h2>
        <p className="mt-0.5 text-pretty text-soft">{t(`${id}.about`)}</p>
      </div>
      {children !== undefined && <div className="flex flex-wrap gap-2">{children}</div>}
    </div>
  );
};

/** A list in a frame of its own. */
export const Card = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <section aria-label={label} className="overflow-hidden rounded-xl border border-line bg-surface">
    {children}
  </section>
);

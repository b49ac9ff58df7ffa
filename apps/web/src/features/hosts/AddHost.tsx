'use client';
import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import { useMay } from '../session/useSession.ts';
import { AddHostLink } from './AddHostLink.tsx';

/** How hosts come here: in place of all of them, or under the only one. */
export const AddHost = ({ first }: { readonly first: boolean }) => {
  const t = useTranslations('hosts');
  const { may } = useMay('admin');
  const part = first ? 'empty' : 'oneMore';
  return (
    <section
      className={cx(
        'rounded-xl border border-line-strong border-dashed p-6',
        first ? 'mx-auto my-10 w-full max-w-xl bg-surface' : 'flex flex-wrap items-center gap-x-8 gap-y-4',
      )}
    >
      <div className="min-w-0 flex-1 basis-80">
        <h2 className="font-semibold text-lg">{t(`${part}.title`)}</h2>
        <p className="mt-1 max-w-prose text-pretty text-soft text-sm">
          {t(`${part}.body`)} {first && may && t('empty.admin')} {!may && t(`${part}.others`)}
        </p>
      </div>
      <AddHostLink tone="primary" className={first ? 'mt-4' : ''} />
    </section>
  );
};

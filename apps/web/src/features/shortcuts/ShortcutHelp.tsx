'use client';
import { useTranslations } from 'next-intl';
import { Fragment, useId, useSyncExternalStore } from 'react';
import { cx } from '../../components/cx.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { NAVIGATION } from '../../navigation.ts';
import { Keys } from './Keys.tsx';
import { areKeysOn, listedShortcuts, type Shortcut, subscribeShortcuts, switchKeys } from './shortcuts.ts';

const GROUPS = ['everywhere', 'page', 'pages'] as const;

/** Pages stand as in the menu, whenever it became known that somebody may see them; what is no page keeps its place. */
const placeOf = ({ group, keys }: Shortcut): number =>
  group === 'pages' ? NAVIGATION.findIndex((page) => page.keys === keys) : 0;

/** Every key that does something here. */
export default function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('shortcuts');
  const id = useId();
  const shortcuts = useSyncExternalStore(subscribeShortcuts, listedShortcuts, listedShortcuts);
  const on = useSyncExternalStore(subscribeShortcuts, areKeysOn, () => true);
  return (
    <Dialog title={t('title')} about={t('about')} wide onClose={onClose}>
      <div className="mt-4 gap-x-8 sm:columns-2">
        {GROUPS.map((group) => {
          const inGroup = Map.groupBy(
            shortcuts.filter((each) => each.group === group).toSorted((a, b) => placeOf(a) - placeOf(b)),
            ({ title }) => title,
          );
          return inGroup.size === 0 ? null : (
            <section
              key={group}
              aria-labelledby={`${id}-${group}`}
              className={cx('mb-4', group === 'pages' ? 'break-before-column' : 'break-inside-avoid')}
            >
              <h3 id={`${id}-${group}`} className="mb-1 font-medium text-faint text-xs">
                {t(`groups.${group}`)}
              </h3>
              <dl>
                {[...inGroup].map(([title, ways]) => (
                  <div
                    key={title}
                    className="flex items-center justify-between gap-3 border-line border-b py-1.5 text-sm"
                  >
                    <dt>{title}</dt>
                    <dd className="flex items-center gap-1.5 text-faint text-xs">
                      {ways.map(({ keys }, n) => (
                        <Fragment key={keys}>
                          {n > 0 && t('or')}
                          <Keys keys={keys} />
                        </Fragment>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
      <label className="mt-1 flex items-center gap-2 text-sm max-sm:min-h-11">
        <input
          type="checkbox"
          checked={on}
          onChange={({ target }) => switchKeys(target.checked)}
          className="size-4 accent-accent-solid"
        />
        {t('single')}
      </label>
    </Dialog>
  );
}

'use client';
import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Dialog } from 'radix-ui';
import { useDeferredValue, useState } from 'react';
import dialogStyles from '../../components/Dialog.module.css';
import { SearchIcon } from '../../components/icons.tsx';
import { Keys } from '../shortcuts/Keys.tsx';
import { bestOf, nearestOf, type PaletteItem } from './items.ts';
import styles from './Palette.module.css';
import { useActionItems } from './useActionItems.ts';
import { useAdviceItems } from './useAdviceItems.ts';
import { useHostItems } from './useHostItems.ts';
import { useMetricItems } from './useMetricItems.ts';
import { usePageItems } from './usePageItems.ts';
import { useSocketItems } from './useSocketItems.ts';
import { useTunableItems } from './useTunableItems.ts';

/** As many letters as anybody types. */
const MOST_LETTERS = 200;
/** More would push all else out of sight; who types on finds the rest. */
const MOST_ADVICE = 3;

interface PaletteProps {
  readonly onClose: () => void;
  readonly onHelp: () => void;
  readonly onTour: () => void;
}

const Item = ({ item, onChoose }: { readonly item: PaletteItem; readonly onChoose: (item: PaletteItem) => void }) => (
  <Command.Item value={item.id} onSelect={() => onChoose(item)} className={styles['item']}>
    <span className="line-clamp-2 min-w-0 break-words">{item.title}</span>
    {item.detail !== undefined && <span className="min-w-1/4 flex-1 truncate text-faint text-xs">{item.detail}</span>}
    {item.keys !== undefined && (
      <span className="ml-auto max-sm:hidden">
        <Keys keys={item.keys} />
      </span>
    )}
  </Command.Item>
);

/** One field that leads everywhere: what is typed is looked for in all that has a name. */
export default function Palette({ onClose, onHelp, onTour }: PaletteProps) {
  const t = useTranslations('palette');
  const { push } = useRouter();
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed);
  const [chosen, setChosen] = useState('');
  const advice = useAdviceItems();
  const pages = usePageItems();
  const hosts = useHostItems();
  const metrics = useMetricItems();
  const tunables = useTunableItems();
  const sockets = useSocketItems(wanted);
  const actions = useActionItems({ onHelp, onTour });
  const fitting = [
    { id: 'advice', items: bestOf(advice, wanted, MOST_ADVICE) },
    { id: 'pages', items: bestOf(pages, wanted, pages.length) },
    { id: 'hosts', items: bestOf(hosts, wanted) },
    { id: 'metrics', items: wanted.trim() === '' ? [] : bestOf(metrics, wanted) },
    { id: 'tunables', items: wanted.trim() === '' ? [] : bestOf(tunables, wanted) },
    { id: 'actions', items: bestOf(actions, wanted, actions.length) },
  ] as const;
  // Who says what hurts in words of their own shall not find nothing where there is advice.
  const nearest = fitting.some(({ items }) => items.length > 0) ? [] : nearestOf(advice, wanted, MOST_ADVICE);
  const isUnheard = wanted.trim() !== '' && nearest.length === 0 && fitting.every(({ items }) => items.length === 0);
  const groups = [...fitting, { id: 'nearest', items: nearest }, { id: 'sockets', items: sockets }] as const;
  const ids = groups.flatMap(({ items }) => items.map(({ id }) => id));
  // What was chosen may be gone by what was typed since: then the best is.
  const selected = ids.includes(chosen) ? chosen : (ids[0] ?? '');
  const choose = ({ href, run }: PaletteItem) => {
    onClose();
    if (href !== undefined) push(href);
    run?.();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={dialogStyles['scrim']} />
        <Dialog.Content className={styles['panel']}>
          <Dialog.Title className="sr-only">{t('title')}</Dialog.Title>
          <Dialog.Description className="sr-only">{t('about')}</Dialog.Description>
          <Command
            shouldFilter={false}
            loop
            value={selected}
            onValueChange={setChosen}
            label={t('title')}
            className="flex min-h-0 flex-col"
          >
            <div className="flex items-center gap-2 border-line border-b px-4">
              <SearchIcon className="size-4 text-faint" />
              <Command.Input
                value={typed}
                onValueChange={(next) => {
                  setTyped(next);
                  setChosen('');
                }}
                placeholder={t('placeholder')}
                maxLength={MOST_LETTERS}
                className="min-h-12 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-faint"
              />
            </div>
            <p role="status" className={isUnheard ? 'px-4 pt-3 text-pretty text-soft text-sm' : 'sr-only'}>
              {isUnheard && t('none')}
            </p>
            <Command.List label={t('title')} className={styles['list']}>
              {groups.map(({ id, items }) =>
                items.length === 0 ? null : (
                  <Command.Group key={id} heading={t(`groups.${id}`)}>
                    {items.map((item) => (
                      <Item key={item.id} item={item} onChoose={choose} />
                    ))}
                  </Command.Group>
                ),
              )}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

import type { HeldOrder } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { BUTTON } from '../../../components/button.ts';
import { DoneIcon } from '../../../components/icons.tsx';
import { useShortcut } from '../../shortcuts/useShortcut.ts';

interface HoldControlProps {
  readonly isHeld: boolean;
  /** What has changed since; undefined before the host was asked again. */
  readonly held: HeldOrder | undefined;
  /** Held until somebody ends it. */
  readonly isPinned: boolean;
  readonly onPin: (isPinned: boolean) => void;
  readonly onResort: () => void;
}

const KEY = 'h';

/** Says that rows keep their places and what that hides, sorts them anew, and holds them for good. */
export const HoldControl = ({ isHeld, held, isPinned, onPin, onResort }: HoldControlProps) => {
  const t = useTranslations('sockets.page.hold');
  const toggle = () => onPin(!isPinned);
  useShortcut({ keys: KEY, title: t('shortcut'), group: 'page', run: toggle });
  const { added = 0, gone = 0 } = held ?? {};
  return (
    <div className={`ml-auto flex min-w-0 items-center justify-end gap-3 ${isHeld ? 'max-md:w-full' : ''}`}>
      {isHeld && (
        <span data-held="" className="min-w-0 truncate text-soft text-xs tabular-nums" title={t('why')}>
          {[
            t('held'),
            ...(added > 0 ? [t('added', { count: added })] : []),
            ...(gone > 0 ? [t('gone', { count: gone })] : []),
          ].join(' · ')}
        </span>
      )}
      {isHeld && (
        <button type="button" onClick={onResort} className={`${BUTTON.small} shrink-0`}>
          {t('resort')}
        </button>
      )}
      <button
        type="button"
        aria-pressed={isPinned}
        aria-keyshortcuts={KEY}
        title={t('about')}
        onClick={toggle}
        className={`${BUTTON.small} shrink-0 ${isPinned ? 'bg-hover text-ink ring-soft' : ''}`}
      >
        {isPinned && <DoneIcon className="size-3" />}
        {t('button')}
      </button>
    </div>
  );
};

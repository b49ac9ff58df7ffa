'use client';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { DropdownMenu } from 'radix-ui';
import { cx } from '../../components/cx.ts';
import {
  ContrastIcon,
  DarkIcon,
  DoneIcon,
  LanguageIcon,
  LightIcon,
  PersonIcon,
  SettingsIcon,
  SignOutIcon,
  SystemIcon,
} from '../../components/icons.tsx';
import { MENU } from '../../components/menu.ts';
import { LOCALE_NAMES, LOCALES, type Locale } from '../../locale/locale.ts';
import { useSwitchLocale } from '../../locale/useSwitchLocale.ts';
import { useTheme } from '../../theme/ThemeProvider.tsx';
import { THEMES, type Theme } from '../../theme/theme.ts';
import { NotifySwitch } from '../notifications/NotifySwitch.tsx';
import { signOut } from '../session/signOut.ts';
import { useSession } from '../session/useSession.ts';
import { USER_TRIGGER } from './userTrigger.ts';

const THEME_ICONS = { system: SystemIcon, light: LightIcon, dark: DarkIcon } satisfies Record<Theme, unknown>;

/** Who one is here, how it looks, and the way out. Open from the start: `UserButton` loads it when somebody wants it. */
export default function UserMenu() {
  const t = useTranslations('shell');
  const locale = useLocale();
  const switchLocale = useSwitchLocale();
  const { me } = useSession();
  const { theme, contrast, setTheme, setContrast } = useTheme();
  const roles = useTranslations('session.roles');
  const role = me?.role ? roles(me.role) : undefined;
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger
        aria-label={me === undefined ? t('user.open') : t('user.openNamed', { name: me.name })}
        className={USER_TRIGGER}
      >
        <PersonIcon />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" sideOffset={6} collisionPadding={8} className={cx(MENU.panel, 'w-64')}>
          <DropdownMenu.Label className="px-2.5 pt-1 pb-2">
            <span className="block break-words font-medium text-sm">
              {me?.displayName ?? me?.name ?? t('user.nobody')}
            </span>
            {me?.displayName && <span className="block break-words text-soft text-xs">{me.name}</span>}
            {role !== undefined && <span className="block text-soft text-xs">{t('user.role', { role })}</span>}
          </DropdownMenu.Label>
          <DropdownMenu.Separator className="mx-1 mb-1 h-px bg-line" />
          <DropdownMenu.RadioGroup value={theme} onValueChange={(next) => setTheme(next as Theme)}>
            <DropdownMenu.Label className="px-2.5 pt-1 pb-0.5 text-soft text-xs">{t('user.theme')}</DropdownMenu.Label>
            {THEMES.map((name) => {
              const Icon = THEME_ICONS[name];
              return (
                <DropdownMenu.RadioItem
                  key={name}
                  value={name}
                  onSelect={(event) => event.preventDefault()}
                  className={MENU.item}
                >
                  <Icon className="size-4 text-soft" />
                  <span className="flex-1">{t(`theme.${name}`)}</span>
                  <DoneIcon className={cx('size-3.5', theme !== name && 'invisible')} />
                </DropdownMenu.RadioItem>
              );
            })}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.CheckboxItem
            checked={contrast === 'more'}
            onCheckedChange={(more) => setContrast(more ? 'more' : 'normal')}
            onSelect={(event) => event.preventDefault()}
            className={MENU.item}
          >
            <ContrastIcon className="size-4 text-soft" />
            <span className="flex-1">{t('user.contrast')}</span>
            <DoneIcon className={cx('size-3.5', contrast !== 'more' && 'invisible')} />
          </DropdownMenu.CheckboxItem>
          <DropdownMenu.Separator className="mx-1 my-1 h-px bg-line" />
          <DropdownMenu.RadioGroup value={locale} onValueChange={(next) => switchLocale(next as Locale)}>
            <DropdownMenu.Label className="px-2.5 pt-1 pb-0.5 text-soft text-xs">
              {t('user.language')}
            </DropdownMenu.Label>
            {LOCALES.map((name) => (
              <DropdownMenu.RadioItem
                key={name}
                value={name}
                lang={name}
                onSelect={(event) => event.preventDefault()}
                className={MENU.item}
              >
                <LanguageIcon className="size-4 text-soft" />
                <span className="flex-1">{LOCALE_NAMES[name]}</span>
                <DoneIcon className={cx('size-3.5', locale !== name && 'invisible')} />
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="mx-1 my-1 h-px bg-line" />
          <NotifySwitch />
          <DropdownMenu.Item asChild className={MENU.item}>
            <Link href="/settings/account">
              <SettingsIcon className="size-4 text-soft" />
              {t('user.settings')}
            </Link>
          </DropdownMenu.Item>
          <DropdownMenu.Item className={MENU.item} onSelect={() => void signOut()}>
            <SignOutIcon className="size-4 text-soft" />
            {t('user.signOut')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

'use client';
import type { InterfaceDetails, InterfacesReport } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BUTTON } from '../../components/button.ts';
import { cx } from '../../components/cx.ts';
import { useListed } from '../../locale/useListed.ts';
import { commandOf } from './commandOf.ts';
import styles from './Interfaces.module.css';
import { modesOf } from './linkSettings.ts';
import type { Changeable } from './setting.ts';
import { changeOf, groupsOf, type PartId, unreadOf } from './settings.ts';

/** Opens the way to change a setting; undefined for who may not. */
export type OnChange = ((change: Changeable) => void) | undefined;

interface GroupProps {
  readonly id: PartId;
  readonly device: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

const Group = ({ id, device, wide = false, children }: GroupProps) => {
  const t = useTranslations('interfaces');
  return (
    <section className={wide ? styles['wide'] : 'min-w-0'} aria-label={t(`group.${id}.title`)}>
      <h4 className="font-medium text-xs" title={commandOf(id, device)}>
        {t(`group.${id}.title`)}
      </h4>
      <p className="pb-1 text-faint text-pretty">{t(`group.${id}.help`)}</p>
      {children}
    </section>
  );
};

interface ChangeButtonProps {
  readonly name: string;
  readonly change: Changeable | undefined;
  readonly onChange: OnChange;
}

const ChangeButton = ({ name, change, onChange }: ChangeButtonProps) => {
  const t = useTranslations('interfaces');
  if (change === undefined || onChange === undefined) return null;
  return (
    <button
      type="button"
      className={cx(BUTTON.small, styles['change'])}
      aria-label={t('sheet.change', { setting: name })}
      aria-haspopup="dialog"
      onClick={() => onChange(change)}
    >
      {t('sheet.changeShort')}
    </button>
  );
};

const Names = ({ title, names }: { readonly title: string; readonly names: readonly string[] }) => {
  const listed = useListed();
  return names.length === 0 ? null : (
    <div>
      <dt>{title}</dt>
      <dd className={styles['names']}>{listed(names)}</dd>
    </div>
  );
};

interface OffloadsProps {
  readonly features: NonNullable<InterfaceDetails['features']>;
  readonly unavailable: number;
  readonly onChange: OnChange;
}

/** Those that can be switched have a line each, those that cannot stand in one. */
const Offloads = ({ features, unavailable, onChange }: OffloadsProps) => {
  const t = useTranslations('interfaces');
  const settled = features.filter(({ on, wanted }) => on === wanted);
  const known = settled.filter(({ name, fixed }) => !fixed && changeOf(`ethtool.features.${name}`) !== undefined);
  const others = settled.filter((feature) => !known.includes(feature));
  const pending = features.filter((feature) => !settled.includes(feature));
  return (
    <>
      <dl className={cx(styles['settings'], styles['columns'])}>
        {known.map(({ name, on }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {t(on ? 'on' : 'off')}
              <ChangeButton name={name} change={changeOf(`ethtool.features.${name}`)} onChange={onChange} />
            </dd>
          </div>
        ))}
      </dl>
      <dl className={styles['settings']}>
        <Names
          title={t('features.on')}
          names={others.filter(({ on }) => on).map(({ name, fixed }) => (fixed ? t('features.fixed', { name }) : name))}
        />
        <Names title={t('features.off')} names={others.filter(({ on }) => !on).map(({ name }) => name)} />
        <Names
          title={t('features.pending')}
          names={pending.map(({ name, wanted }) => t(wanted ? 'features.pendingOn' : 'features.pendingOff', { name }))}
        />
      </dl>
      {unavailable > 0 && <p className="pt-1 text-faint">{t('features.unavailable', { count: unavailable })}</p>}
    </>
  );
};

interface DeviceSettingsProps {
  readonly row: InterfaceDetails;
  readonly problems: InterfacesReport['problems'];
  readonly onChange: OnChange;
}

/** What one device is set to; what the driver lacks and what could not be read are told apart. */
export const DeviceSettings = ({ row, problems, onChange }: DeviceSettingsProps) => {
  const t = useTranslations('interfaces');
  const listed = useListed();
  const unread = unreadOf(row.device, problems);
  const groups = groupsOf({ t, listed }, row);
  const modes = modesOf(t, row);
  const absent = groups.filter(({ settings }) => settings === undefined).map(({ id }): PartId => id);
  if (modes.length === 0) absent.push('modes');
  if (row.features === undefined) absent.push('offloads');
  const titles = (isUnread: boolean) =>
    absent.filter((id) => unread.has(id) === isUnread).map((id) => t(`group.${id}.title`));
  return (
    <div className={styles['groups']}>
      {groups.map(
        ({ id, settings }) =>
          settings !== undefined && (
            <Group key={id} id={id} device={row.device}>
              <dl className={styles['settings']}>
                {settings.map(({ name, value, change }) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>
                      {value}
                      <ChangeButton name={name} change={change} onChange={onChange} />
                    </dd>
                  </div>
                ))}
              </dl>
            </Group>
          ),
      )}
      {modes.length > 0 && (
        <Group id="modes" device={row.device} wide>
          <dl className={styles['settings']}>
            {modes.map(([title, names]) => (
              <Names key={title} title={title} names={names} />
            ))}
          </dl>
        </Group>
      )}
      {row.features !== undefined && (
        <Group id="offloads" device={row.device} wide>
          <Offloads features={row.features} unavailable={row.unavailableFeatures} onChange={onChange} />
        </Group>
      )}
      {absent.length > 0 && (
        <dl className={cx(styles['settings'], styles['wide'])}>
          <Names title={t('unsupported')} names={titles(false)} />
          <Names title={t('unread')} names={titles(true)} />
        </dl>
      )}
    </div>
  );
};

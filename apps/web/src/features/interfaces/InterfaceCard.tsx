import type { InterfaceDetails, InterfacesReport } from '@netstrata/metrics';
import { cx } from '../../components/cx.ts';
import styles from './Interfaces.module.css';
import { modesOf } from './linkSettings.ts';
import { groupsOf, type PartId, summaryOf, unreadOf } from './settings.ts';
import { GROUP_TEXT, INTERFACES_TEXT } from './text.ts';

const GroupTitle = ({ id, device }: { readonly id: keyof typeof GROUP_TEXT; readonly device: string }) => {
  const [title, help, command] = GROUP_TEXT[id];
  const shows = command.includes('DEV') ? command.replace('DEV', device) : `${command} ${device}`;
  return (
    <h4 className="font-medium text-xs" title={`${help}. ${shows}`}>
      {title}
    </h4>
  );
};

const Names = ({ title, names }: { readonly title: string; readonly names: readonly string[] }) =>
  names.length === 0 ? null : (
    <div>
      <dt>{title}</dt>
      <dd className={styles['names']}>{names.join(', ')}</dd>
    </div>
  );

type Features = NonNullable<InterfaceDetails['features']>;

const Offloads = ({
  features,
  unavailableFeatures,
}: {
  readonly features: Features;
  readonly unavailableFeatures: number;
}) => {
  const { on, off, pending, fixed, pendingOne, unavailable } = INTERFACES_TEXT.features;
  const settled = features.filter((feature) => feature.on === feature.wanted);
  return (
    <>
      <dl className={styles['settings']}>
        <Names
          title={on}
          names={settled
            .filter((feature) => feature.on)
            .map((feature) => (feature.fixed ? fixed(feature.name) : feature.name))}
        />
        <Names title={off} names={settled.filter((feature) => !feature.on).map(({ name }) => name)} />
        <Names
          title={pending}
          names={features
            .filter((feature) => feature.on !== feature.wanted)
            .map(({ name, wanted }) => pendingOne(name, wanted))}
        />
      </dl>
      {unavailableFeatures > 0 && <p className="pt-1 text-faint">{unavailable(unavailableFeatures)}</p>}
    </>
  );
};

interface InterfaceCardProps {
  readonly row: InterfaceDetails;
  readonly open: boolean;
  readonly problems: InterfacesReport['problems'];
}

/** One device: a line when folded, all its settings when not. */
export const InterfaceCard = ({ row, open, problems }: InterfaceCardProps) => {
  const unread = unreadOf(row.device, problems);
  const groups = groupsOf(row);
  const modes = modesOf(row);
  const absent = groups.filter(({ settings }) => settings === undefined).map(({ id }): PartId => id);
  if (modes.length === 0) absent.push('modes');
  if (row.features === undefined) absent.push('offloads');
  const titles = (isUnread: boolean) =>
    absent.filter((id) => unread.has(id) === isUnread).map((id) => GROUP_TEXT[id][0]);
  return (
    <details className={styles['card']} open={open}>
      <summary className={styles['summary']}>
        <code className="font-mono font-medium">{row.device}</code>
        <span className="min-w-0 text-soft">{summaryOf(row)}</span>
        {row.driver !== undefined && <span className="ml-auto text-faint">{row.driver.name}</span>}
      </summary>
      <div className={styles['groups']}>
        {groups.map(
          ({ id, settings }) =>
            settings !== undefined && (
              <section key={id} className="min-w-0">
                <GroupTitle id={id} device={row.device} />
                <dl className={styles['settings']}>
                  {settings.map(({ name, value }) => (
                    <div key={name}>
                      <dt>{name}</dt>
                      <dd>{value}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            ),
        )}
        {modes.length > 0 && (
          <section className={styles['wide']}>
            <GroupTitle id="modes" device={row.device} />
            <dl className={styles['settings']}>
              {modes.map(([title, names]) => (
                <Names key={title} title={title} names={names} />
              ))}
            </dl>
          </section>
        )}
        {row.features !== undefined && (
          <section className={styles['wide']}>
            <GroupTitle id="offloads" device={row.device} />
            <Offloads features={row.features} unavailableFeatures={row.unavailableFeatures} />
          </section>
        )}
        {absent.length > 0 && (
          <dl className={cx(styles['settings'], styles['wide'])}>
            <Names title={INTERFACES_TEXT.unsupported} names={titles(false)} />
            <Names title={INTERFACES_TEXT.unread} names={titles(true)} />
          </dl>
        )}
      </div>
    </details>
  );
};

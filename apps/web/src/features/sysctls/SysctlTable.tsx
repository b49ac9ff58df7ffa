'use client';
import { type FormatOptions, LAYERS } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { SysctlRow } from './SysctlRow.tsx';
import styles from './Sysctls.module.css';
import type { SysctlItem } from './sysctlItems.ts';

const COLUMNS = ['name', 'help', 'value', 'default', 'recommended', 'boot', 'scope', 'acts', 'risk'] as const;

interface SysctlTableProps {
  readonly items: readonly SysctlItem[];
  readonly picked: ReadonlySet<string>;
  readonly mayPick: boolean;
  readonly options: FormatOptions;
  readonly onOpen: (item: SysctlItem) => void;
  readonly onPick: (key: string) => void;
}

/** Settings by layer, a line each. Narrow pages show fewer columns; what they leave out is in the sheet of each setting. */
export const SysctlTable = ({ items, picked, ...row }: SysctlTableProps) => {
  const t = useTranslations('sysctls');
  const groups = LAYERS.map((layer) => ({ layer, rows: items.filter(({ entry }) => entry.layer === layer) })).filter(
    ({ rows }) => rows.length > 0,
  );
  return (
    <div className={styles['frame']}>
      <table className={styles['table']}>
        <caption className="sr-only">{t('title')}</caption>
        <thead>
          <tr>
            <td data-column="pick" />
            {COLUMNS.map((column) => (
              <th key={column} scope="col" data-column={column}>
                {t(`columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ layer, rows }) => (
          <tbody key={layer} data-layer-group={layer}>
            <tr>
              <th scope="rowgroup" colSpan={2} className={styles['layer']}>
                {t(`layers.${layer}`)}
              </th>
            </tr>
            {rows.map((item) => (
              <SysctlRow key={item.key} item={item} picked={picked.has(item.key)} {...row} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
};

'use client';
import type { HostSummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { CalmIcon } from '../../components/icons.tsx';
import { figureText } from '../hosts/figureText.ts';
import { hostState } from '../hosts/hosts.ts';
import styles from './Wall.module.css';

const fillOf = ({ figure }: HostSummary): number =>
  figure?.limit === undefined || figure.limit <= 0 ? 0 : figure.value / figure.limit;

/** What the screen is there for: a glance that says that all is well, and how far from not. */
export const Quiet = ({ hosts }: { readonly hosts: readonly HostSummary[] }) => {
  const t = useTranslations('wall');
  const nearest = hosts.reduce<HostSummary | undefined>(
    (most, host) => (fillOf(host) > (most === undefined ? 0 : fillOf(most)) ? host : most),
    undefined,
  );
  const partly = hosts.filter((host) => hostState(host) === 'unknown').length;
  const { number, unit } = nearest?.figure === undefined ? { number: '', unit: '' } : figureText(nearest.figure);
  return (
    <div className={styles['quiet']} data-quiet>
      <CalmIcon className={styles['quietIcon'] ?? ''} />
      <div>
        <p className={styles['big']}>{t('quiet')}</p>
        <p className={styles['small']}>{t('quietAbout', { count: hosts.length, partly })}</p>
        {nearest?.figure !== undefined && (
          <p className={styles['small']}>
            {t('nearest', { title: nearest.figure.title, host: nearest.hostname })} · {number} {unit}
          </p>
        )}
      </div>
    </div>
  );
};

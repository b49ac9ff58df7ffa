import type { HostSummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { StateIcon } from '../../components/State.tsx';
import styles from './Strata.module.css';

/** The stack in small: five layers on top of each other, application first, each with its state as colour, shape and word. */
export const Strata = ({ host, named = false }: { readonly host: HostSummary; readonly named?: boolean }) => {
  const t = useTranslations('hosts');
  const layers = useTranslations('layers.names');
  const list = useTranslations('layers.list');
  return (
    <ul className={styles['strata']} data-named={named} data-past={!host.connected}>
      {host.layers.map(({ layer, state }) => (
        <li
          key={layer}
          className={styles['layer']}
          data-layer-state={state}
          title={list('of', { what: layers(layer), text: t(`states.${state}`) })}
        >
          <StateIcon state={state} className={styles['icon'] ?? ''} />
          <span className={named ? styles['name'] : 'sr-only'}>{layers(layer)}</span>
          <span className={named ? styles['word'] : 'sr-only'}>{t(`states.${state}`)}</span>
        </li>
      ))}
    </ul>
  );
};

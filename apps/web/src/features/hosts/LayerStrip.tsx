import type { HostSummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import { StateIcon } from '../../components/State.tsx';

/** The states of a host's five layers in a row, top layer first; spoken in words. Pale when they are of the past. */
export const LayerStrip = ({ host, className }: { readonly host: HostSummary; readonly className?: string }) => {
  const t = useTranslations('hosts');
  const layers = useTranslations('layers.names');
  const list = useTranslations('layers.list');
  return (
    <span className={cx('inline-flex items-center gap-1', !host.connected && 'opacity-70 grayscale', className)}>
      {host.layers.map(({ layer, state }) => (
        <span
          key={layer}
          title={list('of', { what: layers(layer), text: t(`states.${state}`) })}
          data-layer-state={state}
        >
          <StateIcon state={state} className="size-3.5" />
          <span className="sr-only">
            {list('of', { what: layers(layer), text: t(`states.${state}`) })}
            {list('comma')}
          </span>
        </span>
      ))}
    </span>
  );
};

import type { LayerState } from '@netstrata/metrics';

export const COMPONENT_TEXT = {
  states: {
    calm: 'Calm',
    busy: 'Busy',
    saturated: 'Saturated',
    unknown: 'Unknown',
  } satisfies Record<LayerState, string>,
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Select and copy by hand',
  copyWhat: (what: string) => `Copy: ${what}`,
  close: 'Close',
} as const;

import type { WantedValue } from '../changes/preview/draft.ts';
import type { SysctlItem } from './sysctlItems.ts';

/** What the preview of some settings begins with. */
export interface Wanted {
  readonly settings: readonly WantedValue[];
  readonly adviceId: string | undefined;
  readonly because: string;
}

/** The recommended values where there are such, else those of now. Advice is named when all of it is one's. */
export const wantedOf = (items: readonly SysctlItem[]): Wanted => {
  const [first] = items;
  const { adviceId, title } = first?.recommended ?? {};
  const isOneAdvice = adviceId !== undefined && items.every(({ recommended }) => recommended?.adviceId === adviceId);
  return {
    settings: items.map(({ ref, recommended, value }) => ({ ...ref, value: recommended?.value ?? value })),
    adviceId: isOneAdvice ? adviceId : undefined,
    because: isOneAdvice ? (title ?? '').slice(0, 500) : '',
  };
};

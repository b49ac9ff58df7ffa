import { UNKNOWN_TEXT } from '@netstrata/metrics';

/** What a listener threw away, every one of them: the first already hurts. */
export const Drops = ({ count }: { readonly count: number | undefined }) => (
  <span className={(count ?? 0) > 0 ? 'font-semibold text-saturated-ink' : undefined}>
    {count?.toLocaleString('en') ?? UNKNOWN_TEXT}
  </span>
);

/** The product's sign: five strata and what flows through them. */
export const Mark = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true" className="size-6">
    <g fill="currentColor">
      <rect x="2" y="2.5" width="20" height="2.8" rx="1.4" opacity="0.95" />
      <rect x="2" y="6.6" width="20" height="2.8" rx="1.2" opacity="0.74" />
      <rect x="2" y="10.7" width="20" height="2.8" rx="1.2" opacity="0.56" />
      <rect x="2" y="14.8" width="20" height="2.8" rx="1.2" opacity="0.4" />
      <rect x="2" y="18.9" width="20" height="2.8" rx="1.4" opacity="0.28" />
    </g>
    <rect x="6.4" y="1" width="2.6" height="22" rx="1.3" fill="var(--flow-down)" />
    <rect x="11.2" y="1" width="2.6" height="22" rx="1.3" fill="var(--flow-up)" />
  </svg>
);

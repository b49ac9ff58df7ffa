interface TabHeadProps {
  /** From the narrowest to the widest: a tab cuts the end off. */
  readonly names: readonly string[];
  readonly icon?: string;
}

/** Name and icon of a tab. React puts them into the head; a page has one. */
export const TabHead = ({ names, icon = '/icon.svg' }: TabHeadProps) => (
  <>
    <title>{names.join(' · ')}</title>
    <link rel="icon" type="image/svg+xml" href={icon} />
  </>
);

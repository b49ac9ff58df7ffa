import { cx } from './cx.ts';
import { SearchIcon } from './icons.tsx';

interface SearchFieldProps {
  /** What it looks in; stands in the field while that is empty. */
  readonly label: string;
  readonly value: string;
  readonly className: string;
  /** In a frame of its own, where it is not a part of a toolbar. */
  readonly framed?: boolean;
  readonly onType: (text: string) => void;
}

/** A field above a list that narrows it. */
export const SearchField = ({ label, value, className, framed = false, onType }: SearchFieldProps) => (
  <label
    className={cx(
      'flex items-center gap-2 text-soft',
      framed && 'min-h-9 min-w-0 rounded-md bg-surface pr-1 pl-3 ring-1 ring-line-strong ring-inset max-sm:min-h-11',
      className,
    )}
  >
    <SearchIcon />
    <span className="sr-only">{label}</span>
    <input
      type="search"
      value={value}
      onChange={({ target }) => onType(target.value)}
      placeholder={label}
      className="min-w-0 flex-1 rounded-md bg-transparent px-1 py-1.5 text-ink text-sm placeholder:text-faint"
    />
  </label>
);

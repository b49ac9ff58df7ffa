import { SearchIcon } from './icons.tsx';

interface SearchFieldProps {
  /** What it looks in; stands in the field while that is empty. */
  readonly label: string;
  readonly value: string;
  readonly className: string;
  readonly onType: (text: string) => void;
}

/** A field above a list that narrows it. */
export const SearchField = ({ label, value, className, onType }: SearchFieldProps) => (
  <label className={`flex items-center gap-2 text-soft ${className}`}>
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

import { useTranslations } from 'next-intl';
import { BUTTON } from '../../../components/button.ts';
import { DownIcon, UpIcon } from '../../../components/icons.tsx';
import { CaptionedSelect } from './CaptionedSelect.tsx';
import { columnOf, type TableColumn } from './columns.tsx';

interface SortSelectProps {
  readonly sort: string;
  readonly columns: readonly TableColumn[];
  readonly onChange: (sort: string) => void;
}

/** The order of cards, which have no titles of columns to press. */
export const SortSelect = ({ sort, columns, onChange }: SortSelectProps) => {
  const t = useTranslations('sockets');
  const isAscending = sort.startsWith('+');
  const by = isAscending ? sort.slice(1) : sort;
  const options = columns.map((id) => ({ value: columnOf(id).sort, text: t(`columns.${id}`) }));
  const Icon = isAscending ? UpIcon : DownIcon;
  return (
    <div className="flex items-end gap-1 md:hidden">
      <CaptionedSelect
        label={t('page.sortBy')}
        options={options}
        value={by}
        onChange={({ target }) => onChange(target.value)}
      />
      <button
        type="button"
        aria-label={t(isAscending ? 'page.ascending' : 'page.descending')}
        onClick={() => onChange(isAscending ? by : `+${by}`)}
        className={BUTTON.small}
      >
        <Icon className="size-3" />
      </button>
    </div>
  );
};

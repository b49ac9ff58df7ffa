'use client';
import { useTranslations } from 'next-intl';
import { DropdownMenu } from 'radix-ui';
import { BUTTON } from '../../../components/button.ts';
import { DoneIcon } from '../../../components/icons.tsx';
import { MENU } from '../../../components/menu.ts';
import { TABLE_COLUMNS, type TableColumn } from './columns.tsx';

const ALL = Object.keys(TABLE_COLUMNS) as readonly TableColumn[];

interface ColumnsMenuProps {
  readonly columns: readonly TableColumn[];
  readonly usual: readonly TableColumn[];
  readonly onChange: (columns: readonly TableColumn[]) => void;
}

/** Which columns the table has; one stays at least. */
const ColumnsMenu = ({ columns, usual, onChange }: ColumnsMenuProps) => {
  const t = useTranslations('sockets');
  const toggle = (column: TableColumn, isShown: boolean) => {
    const next = ALL.filter((known) => (known === column ? isShown : columns.includes(known)));
    if (next.length > 0) onChange(next);
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={BUTTON.small}>
        {t('page.columns')} <span className="text-faint tabular-nums">{columns.length}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className={`${MENU.panel} max-h-[var(--radix-dropdown-menu-content-available-height)] w-60 overflow-y-auto`}
        >
          {ALL.map((column) => (
            <DropdownMenu.CheckboxItem
              key={column}
              checked={columns.includes(column)}
              onCheckedChange={(isShown) => toggle(column, isShown)}
              onSelect={(event) => event.preventDefault()}
              title={t(`columnHelp.${column}`)}
              className={MENU.item}
            >
              <span className="grid size-4 place-items-center">
                <DropdownMenu.ItemIndicator>
                  <DoneIcon className="size-3.5" />
                </DropdownMenu.ItemIndicator>
              </span>
              {t(`columns.${column}`)}
            </DropdownMenu.CheckboxItem>
          ))}
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          <DropdownMenu.Item className={MENU.item} onSelect={() => onChange(usual)}>
            {t('page.usual')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
};

export default ColumnsMenu;

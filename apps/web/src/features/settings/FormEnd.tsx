import { useTranslations } from 'next-intl';
import { BUTTON } from '../../components/button.ts';

interface FormEndProps {
  readonly submit: string;
  /** Instead of `submit`, while the server is asked. */
  readonly making: string;
  readonly isBusy: boolean;
  readonly onClose: () => void;
}

/** The buttons below a form in a dialog. */
export const FormEnd = ({ submit, making, isBusy, onClose }: FormEndProps) => {
  const s = useTranslations('settings');
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <button type="button" className={BUTTON.plain} onClick={onClose}>
        {s('cancel')}
      </button>
      <button type="submit" aria-disabled={isBusy} className={BUTTON.primary}>
        {isBusy ? making : submit}
      </button>
    </div>
  );
};

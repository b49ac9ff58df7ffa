import { useTranslations } from 'next-intl';
import { BUTTON } from '../../components/button.ts';
import { cx } from '../../components/cx.ts';
import { MeantLink } from '../../components/MeantLink.tsx';
import { useMay } from '../session/useSession.ts';

interface AddHostLinkProps {
  readonly tone?: 'plain' | 'primary';
  readonly className?: string;
}

/** To the command that adds a host, for those who may. */
export const AddHostLink = ({ tone = 'plain', className }: AddHostLinkProps) => {
  const t = useTranslations('hosts');
  const { may } = useMay('admin');
  if (!may) return null;
  return (
    <MeantLink href="/settings/hosts?add" className={cx(BUTTON[tone], className)}>
      {t('add')}
    </MeantLink>
  );
};

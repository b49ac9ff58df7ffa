import { AuditView } from '../../../features/audit/AuditView.tsx';

export default function Page() {
  return <AuditView />;
}

import { SysctlsView } from '../../../features/sysctls/SysctlsView.tsx';

export default function Page() {
  return <SysctlsView hostId="self" />;
}

import { HostsView } from '../../../features/hosts/HostsView.tsx';

export default function Page() {
  return <HostsView />;
}

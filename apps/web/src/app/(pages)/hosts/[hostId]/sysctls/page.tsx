import { SysctlsView } from '../../../../../features/sysctls/SysctlsView.tsx';

export default async function Page({ params }: { readonly params: Promise<{ readonly hostId: string }> }) {
  const { hostId } = await params;
  return <SysctlsView hostId={decodeURIComponent(hostId)} />;
}

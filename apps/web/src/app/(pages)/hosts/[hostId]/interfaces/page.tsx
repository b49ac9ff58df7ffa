import { InterfacesView } from '../../../../../features/interfaces/InterfacesView.tsx';

export default async function Page({ params }: { readonly params: Promise<{ readonly hostId: string }> }) {
  const { hostId } = await params;
  return <InterfacesView hostId={decodeURIComponent(hostId)} />;
}

import { SocketsView } from '../../../../../features/sockets/page/SocketsView.tsx';

export default async function Page({ params }: { readonly params: Promise<{ readonly hostId: string }> }) {
  const { hostId } = await params;
  return <SocketsView hostId={decodeURIComponent(hostId)} />;
}

import { ChangesView } from '../../../../../features/changes/list/ChangesView.tsx';

export default async function Page({ params }: { readonly params: Promise<{ readonly hostId: string }> }) {
  const { hostId } = await params;
  return <ChangesView hostId={decodeURIComponent(hostId)} />;
}

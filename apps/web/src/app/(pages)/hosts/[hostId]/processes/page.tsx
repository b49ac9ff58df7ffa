import { ProcessesView } from '../../../../../features/processes/ProcessesView.tsx';

export default async function Page({ params }: { readonly params: Promise<{ readonly hostId: string }> }) {
  const { hostId } = await params;
  return <ProcessesView hostId={decodeURIComponent(hostId)} />;
}

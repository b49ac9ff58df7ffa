import { MetricsView } from '../../../../../features/metrics/MetricsView.tsx';

export default async function Page({ params }: { readonly params: Promise<{ readonly hostId: string }> }) {
  const { hostId } = await params;
  return <MetricsView hostId={decodeURIComponent(hostId)} />;
}

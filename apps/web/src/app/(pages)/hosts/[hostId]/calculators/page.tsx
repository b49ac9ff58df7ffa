import { CalculatorsView } from '../../../../../features/calculators/CalculatorsView.tsx';

export default async function Page({ params }: { readonly params: Promise<{ readonly hostId: string }> }) {
  const { hostId } = await params;
  return <CalculatorsView hostId={decodeURIComponent(hostId)} />;
}

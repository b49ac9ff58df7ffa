import { StackView } from '../../../../features/stack/StackView.tsx';

export default async function Page({ params }: { readonly params: Promise<{ readonly hostId: string }> }) {
  const { hostId } = await params;
  return <StackView hostId={decodeURIComponent(hostId)} />;
}

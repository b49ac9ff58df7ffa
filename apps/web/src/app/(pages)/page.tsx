import { StackView } from '../../features/stack/StackView.tsx';

export default function Page() {
  return <StackView hostId="self" />;
}

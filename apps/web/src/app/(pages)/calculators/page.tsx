import { CalculatorsView } from '../../../features/calculators/CalculatorsView.tsx';

export default function Page() {
  return <CalculatorsView hostId="self" />;
}

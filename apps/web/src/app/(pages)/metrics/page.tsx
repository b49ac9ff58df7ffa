import { MetricsView } from '../../../features/metrics/MetricsView.tsx';

export default function Page() {
  return <MetricsView hostId="self" />;
}

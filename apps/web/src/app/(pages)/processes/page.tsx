import { ProcessesView } from '../../../features/processes/ProcessesView.tsx';

export default function Page() {
  return <ProcessesView hostId="self" />;
}

import { ChangesView } from '../../../features/changes/list/ChangesView.tsx';

export default function Page() {
  return <ChangesView hostId="self" />;
}

import { InterfacesView } from '../../../features/interfaces/InterfacesView.tsx';

export default function Page() {
  return <InterfacesView hostId="self" />;
}

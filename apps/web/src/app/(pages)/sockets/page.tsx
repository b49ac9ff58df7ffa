import { SocketsView } from '../../../features/sockets/page/SocketsView.tsx';

export default function Page() {
  return <SocketsView hostId="self" />;
}

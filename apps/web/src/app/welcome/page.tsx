import { WelcomeView } from '../../features/sign-in/WelcomeView.tsx';

export default function Page() {
  return <WelcomeView />;
}

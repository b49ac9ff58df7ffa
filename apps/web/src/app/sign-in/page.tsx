import { SignInView } from '../../features/sign-in/SignInView.tsx';

export default function Page() {
  return <SignInView />;
}

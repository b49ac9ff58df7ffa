import { SettingsView } from '../../../../features/settings/SettingsView.tsx';

export default async function Page({ params }: { readonly params: Promise<{ readonly section: string }> }) {
  const { section } = await params;
  return <SettingsView section={section} />;
}

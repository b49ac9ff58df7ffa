export default function Page() {
  return <main>Netstrata</main>;
}

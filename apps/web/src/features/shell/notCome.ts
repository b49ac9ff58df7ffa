/**
 * Shows that the scripts of a page have not come: what stands there without them looks as if it were still coming. It stands in the page
 * itself, as its own source: it must need nothing that could be missing too.
 */
export const notCome = (): void => {
  const patienceMs = 10_000;
  setTimeout(() => {
    const words = document.getElementById('not-come');
    if (words === null || document.documentElement.dataset['alive'] !== undefined) return;
    words.hidden = false;
    words.querySelector('button')?.addEventListener('click', () => location.reload());
  }, patienceMs);
};

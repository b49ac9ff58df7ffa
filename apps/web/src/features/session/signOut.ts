/** Ends the session at the server, then leaves the page. Without an answer the page stays: nobody is told that they are out who is not. */
export const signOut = async (): Promise<void> => {
  const response = await fetch('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  }).catch(() => undefined);
  if (response === undefined || (!response.ok && response.status !== 401)) return;
  window.location.assign('/sign-in');
};

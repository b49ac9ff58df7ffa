/** Whoever did something, as the audit names them: a person or a program by name, or one of those that have none. */
export type Who =
  | { readonly kind: 'you' | 'itself' | 'server' }
  | { readonly kind: 'named' | 'token'; readonly name: string };

export const whoIs = (by: string, me: string | undefined): Who => {
  const [, kind = '', name = by] = /^(person|token|wall|host):(.*)$/s.exec(by) ?? [];
  if (kind === 'person' && name === me) return { kind: 'you' };
  if (kind === 'token') return { kind: 'token', name };
  if (kind === 'host' || by === 'host') return { kind: 'itself' };
  return by === 'server' ? { kind: 'server' } : { kind: 'named', name };
};

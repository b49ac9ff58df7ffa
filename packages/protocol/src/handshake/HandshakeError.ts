/** Why one end does not take the other for what it says it is. */
export class HandshakeError extends Error {
  override readonly name = 'HandshakeError';
  /** `impostor`: it cannot prove what it should; `other-server`: it has another key than the one that is known; `bad-reply`: no message. */
  readonly code: 'impostor' | 'other-server' | 'bad-reply';

  constructor(code: HandshakeError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

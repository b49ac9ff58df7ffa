import { LOCALE_COOKIE, LOCALES, type Locale, localeOf } from '@netstrata/metrics';
import type { ProtocolError, WireError } from '@netstrata/protocol';
import { cookieOf } from '../access/cookies.ts';
import { inLanguage } from '../language/inLanguage.ts';
import type { BrowserNamespace, BrowserSocket } from './types.ts';

const roomOfLocale = (locale: Locale): string => `locale:${locale}`;
type Readers = ReturnType<BrowserNamespace['to']>;

/** Which language each browser reads: each is in the room of one, so that a text is made once for all who read it. */
export class Languages {
  readonly #namespace: BrowserNamespace;

  constructor(namespace: BrowserNamespace) {
    this.#namespace = namespace;
  }

  /** Takes note of how a connection began: what the page said, else what was chosen, else what the browser asks for. */
  greet(socket: BrowserSocket): void {
    const { auth, headers } = socket.handshake;
    const chosen = auth['locale'] ?? cookieOf(headers.cookie ?? '', LOCALE_COOKIE);
    this.set(socket, localeOf(chosen, headers['accept-language']));
  }

  of(socket: BrowserSocket): Locale {
    return socket.data.locale ?? 'en';
  }

  /** Why something is not done, as the browser reads it. */
  refusal(socket: BrowserSocket, error: ProtocolError): WireError {
    const locale = this.of(socket);
    return inLanguage(error.toWire(locale), locale);
  }

  set(socket: BrowserSocket, locale: Locale): void {
    for (const each of LOCALES) if (each !== locale) void socket.leave(roomOfLocale(each));
    socket.data.locale = locale;
    void socket.join(roomOfLocale(locale));
  }

  /** Calls once for each language that somebody in the room reads, with those who do. */
  each(room: string, tell: (readers: Readers, locale: Locale) => void): void {
    const { rooms } = this.#namespace.adapter;
    const present = rooms.get(room);
    if (present === undefined) return;
    for (const locale of LOCALES) {
      const readers = rooms.get(roomOfLocale(locale));
      if (readers === undefined || ![...present].some((id) => readers.has(id))) continue;
      const others = LOCALES.filter((each) => each !== locale).map(roomOfLocale);
      tell(this.#namespace.to(room).except(others), locale);
    }
  }
}

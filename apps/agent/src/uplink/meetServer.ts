import { type AgentHandshake, HandshakeError, type ProvedServer } from '@netstrata/protocol/handshake';
import type { AgentClaims, HelloReply, WireError } from '@netstrata/protocol/types';
import type { ServerSocket } from './openSocket.ts';
import { helloReplyOf, refusalOf } from './replies.ts';
import { troubleOf } from './troubleOf.ts';

const ANSWER_TIMEOUT_MS = 10_000;

export interface MeetingParts {
  readonly socket: ServerSocket;
  readonly handshake: AgentHandshake;
  readonly claims: (server: ProvedServer) => AgentClaims;
  /** The server has proved itself: its orders count from here on. */
  readonly onProved: (server: ProvedServer) => void;
  readonly onWelcomed: (reply: Extract<HelloReply, { readonly ok: true }>) => void;
  readonly onFailed: (error: WireError) => void;
}

/** Greets, checks that the server is the one it should be, and only then says hello. Calls one of the last two, once at most. */
export function meetServer({ socket, handshake, claims, onProved, onWelcomed, onFailed }: MeetingParts): void {
  socket.timeout(ANSWER_TIMEOUT_MS).emit('agent:greet', handshake.greeting, (error, greeting) => {
    const refusal = refusalOf(greeting);
    if (error) onFailed({ code: 'timed-out', message: 'no answer to the greeting' });
    else if (refusal !== undefined) onFailed(refusal);
    else prove(greeting);
  });

  function prove(greeting: unknown): void {
    try {
      const server = handshake.check(greeting);
      onProved(server);
      introduce(server.hello(claims(server)));
    } catch (cause) {
      onFailed({ code: cause instanceof HandshakeError ? cause.code : 'unprepared', message: troubleOf(cause) });
    }
  }

  function introduce(hello: ReturnType<ProvedServer['hello']>): void {
    socket.timeout(ANSWER_TIMEOUT_MS).emit('agent:hello', hello, (error, given) => {
      const reply = helloReplyOf(given);
      if (error) onFailed({ code: 'timed-out', message: 'no answer to the hello' });
      else if (reply === undefined) onFailed({ code: 'bad-reply', message: 'the answer to the hello makes no sense' });
      else if (reply.ok) onWelcomed(reply);
      else onFailed(reply.error);
    });
  }
}

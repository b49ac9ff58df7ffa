import type { Words } from '../words/index.ts';
import { applicationLayer } from './application.ts';
import type { StackInput } from './context.ts';
import { linkLayer } from './link.ts';
import { networkLayer } from './network.ts';
import { socketLayer } from './socket.ts';
import { transportLayer } from './transport.ts';
import type { StackModel } from './types.ts';

/** The picture of one host now: five layers, top first, each judged with the numbers behind it. Pure. */
export function buildStack(input: StackInput): StackModel<Words> {
  return {
    timeMs: input.window.nowMs,
    layers: [applicationLayer(input), socketLayer(input), transportLayer(input), networkLayer(input), linkLayer(input)],
  };
}

import { KernelError } from '../KernelError.ts';
import { Attributes } from '../netlink/Attributes.ts';
import { textBytes } from '../netlink/attributeBytes.ts';
import type { DumpHealth } from '../netlink/DumpReader.ts';
import type { NetlinkDialogue } from '../netlink/NetlinkDialogue.ts';
import { CTRL_ATTR, CTRL_CMD_GETFAMILY, GENL_HEADER_BYTES, GENL_ID_CTRL } from './numbers.ts';

export interface GenericQuestion {
  /** What is asked for, for errors: `rings`. */
  readonly what: string;
  readonly command: number;
  /** Of everything there is, or of what the attributes name; or that is set. */
  readonly kind: 'dump' | 'get' | 'set';
  readonly attributes: readonly Uint8Array[];
  /** Shown the attributes of each message, valid until it returns. */
  readonly take: (attributes: Attributes) => void;
}

/**
 * One family of NETLINK_GENERIC by its name. Its number is asked for once: a family that is built in keeps it as long as the kernel
 * runs.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/netlink/genetlink.c?h=v6.18
 */
export class GenericFamily {
  readonly #name: string;
  readonly #version: number;
  #id: number | undefined;

  constructor(name: string, version: number) {
    this.#name = name;
    this.#version = version;
  }

  /** Whether the kernel has told its number. */
  get isKnown(): boolean {
    return this.#id !== undefined;
  }

  /** Fails with a KernelError: `unsupported` where the kernel lacks the family or, asked for one thing, that thing. */
  async ask(dialogue: NetlinkDialogue, question: GenericQuestion): Promise<DumpHealth> {
    this.#id ??= await this.#resolve(dialogue);
    return this.#exchange(dialogue, { id: this.#id, version: this.#version }, question);
  }

  async #resolve(dialogue: NetlinkDialogue): Promise<number> {
    const path = `NETLINK_GENERIC ${this.#name}`;
    let id: number | undefined;
    await this.#exchange(
      dialogue,
      { id: GENL_ID_CTRL, version: 1 },
      {
        what: 'family',
        command: CTRL_CMD_GETFAMILY,
        kind: 'get',
        attributes: [textBytes(CTRL_ATTR.familyName, this.#name)],
        take: (attributes) => {
          id = attributes.u16(CTRL_ATTR.familyId);
        },
      },
    );
    if (id === undefined) throw new KernelError({ code: 'malformed', operation: 'get', path, detail: 'no number' });
    return id;
  }

  async #exchange(
    dialogue: NetlinkDialogue,
    family: { readonly id: number; readonly version: number },
    { what, command, kind, attributes, take }: GenericQuestion,
  ): Promise<DumpHealth> {
    return dialogue.ask({
      path: `NETLINK_GENERIC ${this.#name} ${what}`,
      kind,
      type: family.id,
      payload: new Uint8Array(Buffer.concat([Uint8Array.of(command, family.version, 0, 0), ...attributes])),
      take: (at, end) => {
        if (at + GENL_HEADER_BYTES > end) return false;
        const answer = new Attributes(dialogue.buffer, at + GENL_HEADER_BYTES, end);
        take(answer);
        return !answer.damaged;
      },
    });
  }
}

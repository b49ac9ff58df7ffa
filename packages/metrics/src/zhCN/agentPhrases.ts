import { TEXTS } from './agentTexts.ts';
import { CHANGE_PHRASES } from './changePhrases.ts';
import { KERNEL_PHRASES } from './kernelPhrases.ts';
import type { Phrase } from './phrasebook.ts';

/** All that agents say in English sentences. */
export const AGENT_PHRASES: readonly Phrase[] = [...Object.entries(TEXTS), ...CHANGE_PHRASES, ...KERNEL_PHRASES];

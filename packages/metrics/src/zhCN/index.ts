export { AGENT_PHRASES } from './agentPhrases.ts';
export { agentSaid } from './agentSaid.ts';
export { dropReasonWords } from './dropReasonWords.ts';
export { metricWords } from './metricWords.ts';
export { type Phrase, phrasebook } from './phrasebook.ts';
export { socketCatalogueWords } from './socketCatalogue.ts';

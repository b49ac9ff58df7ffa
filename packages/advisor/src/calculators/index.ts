export { acceptQueue } from './acceptQueue.ts';
export { bandwidthDelay } from './bandwidthDelay.ts';
export { bufferChain } from './bufferChain.ts';
export { type Calculation, CalculationError, type Step, type Wish } from './Calculation.ts';
export { conntrackMemory } from './conntrackMemory.ts';
export { ephemeralPorts } from './ephemeralPorts.ts';
export { lossCeiling } from './lossCeiling.ts';
export { packetBurst } from './packetBurst.ts';
export { udpBuffer } from './udpBuffer.ts';

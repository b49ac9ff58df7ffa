export { bottleneckOfHost } from './bottleneckOfHost.ts';
export { bottleneckOfSocket } from './bottleneckOfSocket.ts';
export { bottleneckOfSockets } from './bottleneckOfSockets.ts';
export { listedSockets } from './listedSockets.ts';

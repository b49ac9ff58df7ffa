export { bottleneckOfHost } from './bottleneckOfHost.ts';
export { bottleneckOfSocket } from './bottleneckOfSocket.ts';
export { bottleneckOfSockets } from './bottleneckOfSockets.ts';
export { listedSocket, listedSockets } from './listedSockets.ts';

export { adviceAction } from './advice.ts';
export { agentHello, frameReply, helloReply, watchSet } from './agent.ts';
export { viewRequest } from './browser.ts';
export { detailKind, detailMessage } from './details/index.ts';
export { socketQuery, socketReply } from './socket.ts';
export { socketsQuery, socketsReply, socketsReport, tunablesReport } from './sockets.ts';
export { validate } from './validate.ts';

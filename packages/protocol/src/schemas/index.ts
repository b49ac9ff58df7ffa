export {
  codeRequest,
  invitationRequest,
  oidcRequest,
  passwordRequest,
  personRequest,
  proveRequest,
  signInRequest,
  tokenRequest,
  wallLinkRequest,
  welcomeRequest,
} from './access.ts';
export { adviceAction } from './advice.ts';
export { agentGreeting, agentHello, frameReply, helloReply, watchSet } from './agent.ts';
export { locale, viewRequest } from './browser.ts';
export {
  bareRequest,
  changeReply,
  changeRequest,
  changesReport,
  confirmRequest,
  driftReport,
  idempotencyKey,
  type PreviewRequest,
  previewReply,
  previewRequest,
  undoRequest,
} from './changes.ts';
export { detailKind, detailMessage } from './details/index.ts';
export { enrolmentRequest } from './enrolment.ts';
export { MOST_TAGS, tagsRequest } from './hosts.ts';
export { socketQuery, socketReply } from './socket.ts';
export { socketsQuery, socketsReply, socketsReport, tunablesReport } from './sockets.ts';
export { validate } from './validate.ts';

import { file, folder, joinToken, serverUrl, tags, yesOrNo } from './checks.mjs';
import { OPTIONS } from './options.mjs';

/** @param {string} flag */
const asBefore = (flag) => OPTIONS.filter((option) => option.flag === flag);

/** What `npm run agent -- …` takes. @type {readonly import('./options.mjs').Option[]} */
export const AGENT_OPTIONS = [
  {
    flag: '--server',
    env: 'NETSTRATA_SERVER',
    value: 'URL',
    of: 'agent',
    check: serverUrl,
    text: 'address of the server that this machine reports to',
  },
  {
    flag: '--token',
    env: 'NETSTRATA_TOKEN',
    value: 'TOKEN',
    of: 'launcher',
    check: joinToken,
    secret: true,
    text: 'lets this machine join that server; made on its page, needed once',
  },
  {
    flag: '--tag',
    env: 'NETSTRATA_TAGS',
    value: 'NAME',
    of: 'agent',
    check: tags,
    many: true,
    text: 'tag that this machine gets when it joins; as often as you like',
  },
  {
    flag: '--allow-apply',
    env: 'NETSTRATA_ALLOW_APPLY',
    value: '',
    of: 'agent',
    check: yesOrNo,
    text: 'let people with the role for it change settings of this machine, if its token allows it too',
  },
  {
    flag: '--ca',
    env: 'NETSTRATA_CA',
    value: 'FILE',
    of: 'agent',
    check: file,
    text: 'certificate of the authority that the server’s is from, when it is a private one',
  },
  {
    flag: '--data',
    env: 'NETSTRATA_DATA',
    value: 'FOLDER',
    of: 'launcher',
    check: folder,
    text: 'folder of the key and of the journal of changes (default ./.netstrata-agent)',
  },
  ...asBefore('--interval'),
  ...asBefore('--cpu-budget'),
  ...asBefore('--sysctl-file'),
  ...asBefore('--log-level').map((option) => ({ ...option, text: 'debug, info, warn or error (default info)' })),
];

export const FIND_TEXT = {
  title: 'Sockets found',
  asking: 'Asking the host.',
  /** "12 of 340 sockets match in docker web, the fullest 50 are shown." */
  found: (matched: string, total: string, more: { readonly netns?: string | undefined; readonly shown?: number }) =>
    [
      `${matched} of ${total} match`,
      more.netns === undefined ? '' : ` in network namespace ${more.netns}`,
      more.shown === undefined ? '' : `, the fullest ${more.shown} are shown`,
      '.',
    ].join(''),
  elsewhere: 'Sockets of another network namespace are listed without rates.',
  words:
    'Words apart by spaces must all match: state:, port:, process:, protocol:, limit:, netns: for another network namespace, or a part of an address or name.',
} as const;

export const SHELL_TEXT = {
  product: 'Netstrata',
  about: 'The Linux network stack of this machine, live, layer by layer.',
  navigation: 'Pages',
  skip: 'Skip to the page',
  notFound: {
    title: 'There is no such page',
    body: 'The address leads nowhere in this product.',
    back: 'Back to the stack of this machine',
  },
  failed: {
    title: 'This page stopped with an error',
    body: 'The data is not affected: agents and history go on. Drawing the page again usually mends it.',
    again: 'Draw the page again',
  },
} as const;

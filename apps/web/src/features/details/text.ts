export const DETAILS_TEXT = {
  waiting: 'The host is asked for this now.',
  refused: (reason: string) => `This host does not tell: ${reason}`,
  needs: (capability: string) => `Needs ${capability}.`,
  age: (age: string) => `${age} ago`,
  sortBy: 'Sort by',
  showAll: (rows: number) => `Show all ${rows}`,
  showFewer: 'Show fewer',
} as const;

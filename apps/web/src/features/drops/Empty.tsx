import { DROPS_TEXT } from './text.ts';

export const Empty = () => <p className="px-5 py-2 text-faint text-sm">{DROPS_TEXT.none}</p>;

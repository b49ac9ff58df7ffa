import { createContext, type ReactNode } from 'react';

/** What must stay in sight while a sheet covers the page: it is shown in the sheet too. */
export const SheetNotice = createContext<ReactNode>(null);

/** Of what must stay in sight, on the page itself. */
export const NOTICES_ID = 'notices';

/** What of the audit is shown. Texts are parts of what they are looked for in. */
export interface AuditFilter {
  readonly actor: string;
  readonly action: string;
  readonly host: string;
  /** As a `datetime-local` input has them, in the reader's time zone; empty for no bound. */
  readonly from: string;
  readonly to: string;
}

const FIELDS = ['actor', 'action', 'host', 'from', 'to'] as const;

/** Reads the filter from the query of the page's address. */
export const parseFilter = (query: URLSearchParams): AuditFilter => {
  const [actor, action, host, from, to] = FIELDS.map((field) => query.get(field) ?? '');
  return { actor: actor ?? '', action: action ?? '', host: host ?? '', from: from ?? '', to: to ?? '' };
};

/** The query of the page's address: what is empty is left out. */
export const filterQuery = (filter: AuditFilter): string =>
  new URLSearchParams(FIELDS.flatMap((field) => (filter[field] === '' ? [] : [[field, filter[field]]]))).toString();

/** Whether it lets every row through. */
export const isEmptyFilter = (filter: AuditFilter): boolean => filterQuery(filter) === '';

/** The address in the API of the rows that fit; `more` are its parameters besides the filter. */
export const auditAddress = (filter: AuditFilter, more: Readonly<Record<string, string>>): string => {
  const query = new URLSearchParams();
  for (const field of ['actor', 'action', 'host'] as const) {
    const text = filter[field].trim();
    if (text !== '') query.set(field, text);
  }
  for (const field of ['from', 'to'] as const) {
    const timeMs = Date.parse(filter[field]);
    if (!Number.isNaN(timeMs)) query.set(field, String(timeMs));
  }
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return `/api/v1/audit?${query}`;
};

/** The head of a column, from the texts of a table: what stands there and what it means. */
export const headOf = <Id extends string>(
  texts: { readonly [K in NoInfer<Id>]: readonly [title: string, help: string] },
  id: Id,
) => {
  const [title, help] = texts[id];
  return { id, title, help };
};

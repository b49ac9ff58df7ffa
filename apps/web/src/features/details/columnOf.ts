/** The head of a column, from the messages of a table: what stands there under its id, what it means under the same with "Help". */
export const columnOf = <Id extends string>(t: (key: Id | `${Id}Help`) => string, id: Id) => ({
  id,
  title: t(id),
  help: t(`${id}Help`),
});

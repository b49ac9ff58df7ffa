/** Works with a thing, and takes it down however the work ends. */
export const within = async <Thing extends AsyncDisposable, Result>(
  thing: Thing,
  work: (thing: Thing) => Promise<Result>,
): Promise<Result> => {
  try {
    return await work(thing);
  } finally {
    await thing[Symbol.asyncDispose]();
  }
};

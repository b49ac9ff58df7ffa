/** The script by its file alone: ten processes may all be called node. */
export const scriptFile = (script: string | undefined): string | undefined => script?.replace(/^.*\//, '');

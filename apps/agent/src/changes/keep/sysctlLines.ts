/** One setting as a sysctl.d file sets it, with who wanted it and why. */
export interface KeptLine {
  readonly key: string;
  readonly value: string;
  /** Of the change. */
  readonly id: string;
  /** What stands in the comment above it: who, when, why. One line. */
  readonly note: string;
}

const HEADING =
  '# Kept by Netstrata: each setting below a comment that begins with "# netstrata". Other lines are left as they are.';
const COMMENT = /^# netstrata ([A-Za-z0-9_-]{1,64}): (.*)$/;
const ASSIGNMENT = /^([a-z][A-Za-z0-9_.-]*) = ([\x20-\x7e]*)$/;

/** A line that was there, or a setting of ours: a comment and the assignment that follows it. */
type Piece = string | KeptLine;

/** The settings in a file that this product has written. Whatever else is there, it is none. */
export function keptLinesIn(text: string): readonly KeptLine[] {
  return piecesOf(text).filter((piece) => typeof piece !== 'string');
}

/**
 * The text of the file with some settings more or less; undefined where nothing would be left that anybody wrote. Every line of others
 * stays, byte for byte. Texts are Latin-1, one character a byte.
 */
export function withLines(
  text: string | undefined,
  { drop, add }: { readonly drop: (line: KeptLine) => boolean; readonly add: readonly KeptLine[] },
): string | undefined {
  const keys = new Set(add.map(({ key }) => key));
  const pieces = piecesOf(text ?? `${HEADING}\n`);
  const left = pieces.filter((piece) => typeof piece === 'string' || !(drop(piece) || keys.has(piece.key)));
  const all = [...left, ...add];
  if (all.every((piece) => typeof piece === 'string' && (piece === HEADING || piece.trim() === ''))) return undefined;
  return all.map(textOf).join('');
}

/** Lines without their ends; the last may lack one, and gets one. */
function piecesOf(text: string): Piece[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const pieces: Piece[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const [, id, note] = COMMENT.exec(line) ?? [];
    const [, key, value] = ASSIGNMENT.exec(lines[at + 1] ?? '') ?? [];
    if (id === undefined || note === undefined || key === undefined || value === undefined) {
      pieces.push(line);
      continue;
    }
    pieces.push({ id, note, key, value });
    at++;
  }
  return pieces;
}

function textOf(piece: Piece): string {
  if (typeof piece === 'string') return `${piece}\n`;
  return `# netstrata ${piece.id}: ${piece.note}\n${piece.key} = ${piece.value}\n`;
}

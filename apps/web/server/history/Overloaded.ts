/** The ticks were not taken: there is no room for them, or was none for ticks of their session before them. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
  /** Whether there is room by now: the session may begin again, with an introduction, behind what is on disk. */
  readonly again: boolean;

  constructor(again: boolean) {
    super('the history cannot be written as fast as ticks arrive');
    this.again = again;
  }
}

package dev.rota.slice;

/** Carriers are marked and unmarked by several threads: the flag is up as long as one is marked. */
public final class MarksLincheck extends Marks {

  private volatile boolean due;

  private MarksLincheck() {}

  @Override
  void raise(boolean up) {
    due = up;
  }

  /** One is marked while the last mark of another is taken away. */
  public static void aMarkMeetsAnUnmark() {
    MarksLincheck marks = new MarksLincheck();
    marks.add();
    meet(
        marks,
        new Actor() {
          @Override
          void act() {
            marks.remove();
          }
        });
  }

  /** One is marked while an unmarked one polls and finds the flag up for nothing. */
  public static void aMarkMeetsAPoll() {
    MarksLincheck marks = new MarksLincheck();
    meet(
        marks,
        new Actor() {
          @Override
          void act() {
            marks.lowerIfUnneeded();
          }
        });
  }

  private static void meet(MarksLincheck marks, Thread lowers) {
    Actor.runAll(
        lowers,
        new Actor() {
          @Override
          void act() {
            marks.add();
          }
        });
    if (!marks.due) {
      throw new IllegalStateException("a carrier is marked, and no poll looks");
    }
  }
}

package dev.rota.slice;

/** Carriers are marked and unmarked by several threads: the flag is up as long as one is marked. */
public final class MarksLincheck extends Marks {

  private volatile boolean due;

  private MarksLincheck() {}

  @Override
  void raise(boolean up) {
    due = up;
  }

  /** One is marked while the last mark of another is taken away, and a third one polls. */
  public static void aMarkMeetsPolls() {
    MarksLincheck marks = new MarksLincheck();
    marks.add();
    Thread unmarks = new Thread(() -> marks.remove());
    Thread polls = new Thread(() -> marks.lowerIfUnneeded());
    Thread adds = new Thread(() -> marks.add());
    unmarks.start();
    polls.start();
    adds.start();
    try {
      adds.join();
      unmarks.join();
      polls.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (!marks.due) {
      throw new IllegalStateException("a carrier is marked, and no poll looks");
    }
  }
}

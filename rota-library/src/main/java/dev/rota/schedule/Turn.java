package dev.rota.schedule;

/** A task's place in a line of a policy with quanta, and what it has left of its own. */
final class Turn extends Line.Place {

  int level; // the line it belongs to: a priority, or a level counted from the top
  long left; // of its quantum; 0 or less: it gets a whole one
  long usedAtLevel;
  long boost; // by which boost `level` and `usedAtLevel` are right

  private Turn(Schedulable task) {
    super(task);
  }

  /** The turn of a task that was just added for that reason: a new one for a new task. */
  static Turn of(Schedulable task, Ready why) {
    if (why == Ready.ARRIVED) {
      task.state(new Turn(task));
    }
    return of(task);
  }

  static Turn of(Schedulable task) {
    if (task.state() instanceof Turn turn) {
      return turn;
    }
    throw new IllegalArgumentException("no task of this policy: " + task);
  }

  /** Who was interrupted in its turn goes on with it; others go to the end and get a new one. */
  void queueIn(Line line, Ready why) {
    if (why == Ready.PREEMPTED && left > 0) {
      line.addFirst(this);
    } else {
      left = 0;
      line.addLast(this);
    }
  }

  /** What it may run now, with that quantum. */
  long grant(long quantumNanos) {
    if (left <= 0) {
      left = quantumNanos;
    }
    return left;
  }
}

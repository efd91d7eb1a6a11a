package dev.rota.cli.sim;

import dev.rota.simulate.Arrival;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * The tasks of a scenario by arrival, and those of the same instant by their place in it. Each is
 * made when it is asked for.
 */
final class Workload implements Iterator<Arrival> {
  private static final long SPREAD = 0xD1342543DE82EF95L; // odd, so that no two sources are alike

  /** How far an entry has come. */
  private static final class Cursor {
    final TaskEntry entry;
    final int place;
    final int count;
    int next;

    Cursor(TaskEntry entry, int place, int count) {
      this.entry = entry;
      this.place = place;
      this.count = count;
    }

    long nanos() {
      return entry.nanos() + next * entry.every();
    }

    int place() {
      return place;
    }
  }

  private final PriorityQueue<Cursor> cursors =
      new PriorityQueue<>(Comparator.comparingLong(Cursor::nanos).thenComparingInt(Cursor::place));
  private final long seed;

  Workload(List<TaskEntry> entries, int counted, long seed) {
    this.seed = seed;
    for (int place = 0; place < entries.size(); place++) {
      var entry = entries.get(place);
      cursors.add(new Cursor(entry, place, entry.count(counted)));
    }
  }

  @Override
  public boolean hasNext() {
    return !cursors.isEmpty();
  }

  @Override
  public Arrival next() {
    var cursor = cursors.poll();
    if (cursor == null) {
      throw new NoSuchElementException();
    }
    var task = cursor.entry.task(cursor.next, cursor.count, item -> random(cursor.place, item));
    cursor.next++;
    if (cursor.next < cursor.count) {
      cursors.add(cursor);
    }
    return task;
  }

  /** One for each item, so that how long it takes depends on nothing but the seed and its place. */
  private SplittableRandom random(int place, int item) {
    return new SplittableRandom(seed + SPREAD * ((long) place * TaskEntry.MAX_COUNT + item));
  }
}

package dev.rota.cli.exec.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All combinations of several lists, the last of which changes fastest. A list may be linked to the
 * one before it: their values go together, as far as the shorter reaches. The first is read while
 * the run goes on, the others are held in memory.
 */
final class Combinations implements Rows {
  private final Rows first;
  private final List<List<List<String>>> others = new ArrayList<>();
  private final int[] at;
  private @Nullable List<String> head;

  Combinations(List<Rows> lists) throws IOException {
    first = lists.getFirst();
    for (var list : lists.subList(1, lists.size())) {
      var all = new ArrayList<List<String>>();
      for (var row = list.next(); row != null; row = list.next()) {
        all.add(row);
      }
      others.add(all);
    }
    at = new int[others.size()];
  }

  @Override
  public @Nullable List<String> next() throws IOException {
    if (head == null || !advance()) {
      head = first.next();
    }
    for (var other : others) {
      if (other.isEmpty()) {
        return null;
      }
    }
    return head == null ? null : row(head);
  }

  /** False when all have been through for this head; they begin anew. */
  private boolean advance() {
    for (int i = at.length - 1; i >= 0; i--) {
      if (++at[i] < others.get(i).size()) {
        return true;
      }
      at[i] = 0;
    }
    return false;
  }

  private List<String> row(List<String> start) {
    if (at.length == 0) {
      return start;
    }
    var row = new ArrayList<>(start);
    for (int i = 0; i < at.length; i++) {
      row.addAll(others.get(i).get(at[i]));
    }
    return row;
  }
}

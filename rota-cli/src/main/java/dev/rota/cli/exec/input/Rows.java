package dev.rota.cli.exec.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of values, read one by one. */
public interface Rows {

  /** The next one, null at the end; waits where they come from something that waits. */
  @Nullable List<String> next() throws IOException;

  /** The first values of all lists, then the second ones, up to the end of the shortest. */
  static Rows linked(List<Values> lists) {
    return () -> {
      var row = new ArrayList<String>(lists.size());
      for (var list : lists) {
        var value = list.next();
        if (value == null) {
          return null;
        }
        row.add(value);
      }
      return row;
    };
  }
}

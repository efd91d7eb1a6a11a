package dev.rota.cli.exec.input;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Items, read one by one. */
public interface Items {

  /** The next one, null at the end; waits where they come from something that waits. */
  @Nullable Item next() throws IOException;

  /** Rows with their numbers. */
  static Items numbered(Rows rows) {
    return new Items() {
      private long number;

      @Override
      public @Nullable Item next() throws IOException {
        var row = rows.next();
        return row == null ? null : new Item(++number, row);
      }
    };
  }
}

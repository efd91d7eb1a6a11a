package dev.rota.cli.exec.input;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A list of values, read one by one. */
interface Values {

  /** The next one, null at the end; waits where they come from something that waits. */
  @Nullable String next() throws IOException;
}

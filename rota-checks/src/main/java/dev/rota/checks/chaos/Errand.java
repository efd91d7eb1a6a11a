package dev.rota.checks.chaos;

import dev.rota.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A task of the run.
 *
 * @param starts a file in which every start is noted, as the number and a line feed; empty for none
 */
record Errand(Deed deed, long id, String starts) implements Task<Object> {

  @Override
  public Object call() throws Exception {
    if (!starts.isEmpty()) {
      Files.writeString(
          Path.of(starts), id + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    return deed.perform(id);
  }
}

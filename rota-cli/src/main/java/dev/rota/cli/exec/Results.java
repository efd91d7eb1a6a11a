package dev.rota.cli.exec;

import dev.rota.cli.args.UserError;
import dev.rota.cli.exec.input.Item;
import dev.rota.program.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Folders with the output of each program, laid out as GNU parallel does: {@code
 * DIR/COLUMN/VALUE/.../stdout}, {@code stderr} and {@code seq}.
 */
final class Results {
  private final Path folder;
  private final List<String> names;

  /**
   * Makes nothing yet.
   *
   * @param names of columns, may be empty; without a name it is the number
   */
  Results(Path folder, List<String> names) {
    this.folder = folder;
    this.names = names;
  }

  /**
   * Makes the folder for an item, with its number in it.
   *
   * @throws UserError if that cannot be done
   */
  Program.Files of(Item item) {
    try {
      var path = folder;
      for (int i = 0; i < item.values().size(); i++) {
        var name = i < names.size() ? names.get(i) : Integer.toString(i + 1);
        path = path.resolve(fileName(name)).resolve(fileName(item.values().get(i)));
      }
      Files.createDirectories(path);
      Files.writeString(path.resolve("seq"), Long.toString(item.number()));
      return new Program.Files(path.resolve("stdout"), path.resolve("stderr"));
    } catch (IOException | InvalidPathException e) {
      throw new UserError("cannot write the results of input " + item.number() + ": " + e);
    }
  }

  private static String fileName(String value) {
    var name = new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    var safe = name.replace("\\", "\\\\").replace("/", "\\_").replace("\t", "\\t");
    return switch (safe) {
      case "", ".", ".." -> "\\" + safe; // these would be other folders
      default -> safe;
    };
  }
}

package dev.rota.cli.exec.input;

import dev.rota.cli.args.UserError;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of the command line behind the options: the command, then lists of inputs. {@code :::}
 * begins values, {@code ::::} names of files with a value a line ({@code -} is standard input), a
 * plus behind it links the list to the one before. Without any, the values are the lines of
 * standard input.
 */
public final class Arguments {
  private static final String VALUES = ":::";
  private static final String FILES = "::::";

  private final List<String> command = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();

  private record Source(boolean isFile, boolean linked, List<String> words) {}

  /** Sorts the words, a character a byte. */
  public Arguments(List<String> words) {
    var current = command;
    for (var word : words) {
      boolean linked = word.endsWith("+");
      var sign = linked ? word.substring(0, word.length() - 1) : word;
      if (sign.equals(VALUES) || sign.equals(FILES)) {
        if (linked && sources.isEmpty()) {
          throw new UserError(
              word + " links a list of inputs to the one before, and there is none");
        }
        current = new ArrayList<>();
        sources.add(new Source(sign.equals(FILES), linked, current));
      } else {
        current.add(word);
      }
    }
  }

  /** The command with its places for inputs. */
  public List<String> command() {
    return command;
  }

  /** Whether all inputs are on the command line, so that reading them never waits. */
  public boolean areHere() {
    for (var source : sources) {
      if (source.isFile) {
        return false;
      }
    }
    return !sources.isEmpty();
  }

  /** Whether inputs were named, be it files or values. */
  public boolean areNamed() {
    return !sources.isEmpty();
  }

  /**
   * Opens all lists, and reads the second and later ones.
   *
   * @param separator of the columns of each value; null for one column
   * @throws UserError if a file cannot be opened
   */
  public Rows open(InputStream standardInput, byte delimiter, @Nullable String separator)
      throws IOException {
    var groups = new ArrayList<List<Values>>();
    for (var source : sources) {
      for (var values : values(source, standardInput, delimiter)) {
        if (!source.linked || groups.isEmpty()) {
          groups.add(new ArrayList<>());
        }
        groups.getLast().add(values);
      }
    }
    if (sources.isEmpty()) {
      groups.add(List.of(new Lines("standard input", standardInput, delimiter)));
    }
    var lists = new ArrayList<Rows>();
    for (var group : groups) {
      lists.add(Rows.linked(group));
    }
    var all = lists.isEmpty() ? (Rows) () -> null : new Combinations(lists);
    return separator == null ? all : new Columns(all, separator);
  }

  private static List<Values> values(Source source, InputStream standardInput, byte delimiter) {
    if (!source.isFile) {
      Iterator<String> words = source.words.iterator();
      return List.of(() -> words.hasNext() ? words.next() : null);
    }
    var files = new ArrayList<Values>();
    for (var word : source.words) {
      files.add(
          word.equals("-")
              ? new Lines("standard input", standardInput, delimiter)
              : file(word, delimiter));
    }
    return files;
  }

  @SuppressWarnings("StreamResourceLeak") // open until the command ends
  private static Values file(String word, byte delimiter) {
    var name = new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    try {
      return new Lines(name, new FileInputStream(name), delimiter);
    } catch (IOException e) {
      throw new UserError("cannot read " + e.getMessage());
    }
  }
}

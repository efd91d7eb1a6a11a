package dev.rota.cli.args;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Arguments as the bytes that they were. Java makes text of them, in the encoding of the locale,
 * which loses what is no text there.
 */
public final class RawArguments {
  private RawArguments() {}

  /**
   * The last arguments of this process, a character a byte, if these are they; else their UTF-8.
   */
  public static List<String> of(List<String> last) {
    var raw = raw();
    var words = new ArrayList<String>(last.size());
    for (var word : last) {
      words.add(new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }
    int skipped = raw.size() - last.size();
    boolean same = skipped >= 0;
    for (int i = 0; same && i < last.size(); i++) {
      boolean ascii = words.get(i).equals(last.get(i));
      same = !ascii || raw.get(skipped + i).equals(last.get(i));
    }
    return same ? raw.subList(skipped, raw.size()) : words;
  }

  private static List<String> raw() {
    try (var file = new FileInputStream("/proc/self/cmdline")) {
      var line = new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
      var words = new ArrayList<String>();
      int from = 0;
      for (int end = line.indexOf('\0'); end >= 0; end = line.indexOf('\0', from)) {
        words.add(line.substring(from, end));
        from = end + 1;
      }
      return words;
    } catch (IOException e) {
      return List.of();
    }
  }
}

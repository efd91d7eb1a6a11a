package dev.rota.cli.input;

import dev.rota.cli.args.UserError;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of paths with slashes, such as {@code src/**}{@code /*.java}: the folder that it fixes,
 * how deep it reaches and which paths match. As in a shell, <code>**&#47;</code> stands for any
 * folders or none.
 */
final class Glob {
  private static final String SPECIAL = "*?[{\\";

  private final String pattern;
  private final String[] parts;
  private final int fixed;

  Glob(String pattern) {
    this.pattern = pattern.replaceAll("/+", "/");
    this.parts = this.pattern.split("/");
    int count = 0;
    while (count < parts.length - 1 && !isGlob(parts[count])) {
      count++;
    }
    this.fixed = count;
  }

  static boolean isGlob(String text) {
    return text.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
  }

  /** The text before the first special part, with its slash. */
  String folder() {
    return String.join("/", Arrays.asList(parts).subList(0, fixed)) + (fixed > 0 ? "/" : "");
  }

  int depth() {
    return pattern.contains("**") ? Integer.MAX_VALUE : parts.length - fixed;
  }

  Predicate<String> filter() {
    try {
      var matcher = FileSystems.getDefault().getPathMatcher("glob:" + withFoldersOrNone());
      return text -> matcher.matches(Path.of(text));
    } catch (PatternSyntaxException e) {
      throw new UserError("not a glob: " + pattern + ": " + e.getDescription());
    }
  }

  /** Java's own wants at least one folder. Its groups do not nest, so inside braces that stays. */
  private String withFoldersOrNone() {
    var java = new StringBuilder();
    int braces = 0;
    for (int i = 0; i < parts.length; i++) {
      var part = parts[i];
      boolean last = i == parts.length - 1;
      java.append(part.equals("**") && !last && braces == 0 ? "{**/,}" : last ? part : part + "/");
      braces += count(part, '{') - count(part, '}');
    }
    return java.toString();
  }

  private static int count(String text, char wanted) {
    return (int) text.chars().filter(c -> c == wanted).count();
  }
}

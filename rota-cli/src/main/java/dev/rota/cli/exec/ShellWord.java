package dev.rota.cli.exec;

/** Words as a shell would have to be given them. */
final class ShellWord {
  private static final String PLAIN = "_-./=:,@%+";

  private ShellWord() {}

  /** In quotes if there is anything in it that a shell might take for more than a letter. */
  static String of(String word) {
    boolean plain = !word.isEmpty();
    for (int i = 0; plain && i < word.length(); i++) {
      char c = word.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      plain = letter || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0;
    }
    return plain ? word : quoted(word);
  }

  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}

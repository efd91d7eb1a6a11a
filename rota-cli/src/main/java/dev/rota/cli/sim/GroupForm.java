package dev.rota.cli.sim;

import dev.rota.cli.args.UserError;

/** {@code PATH:weight=N}, a group on the command line. */
final class GroupForm {
  private static final String WEIGHT = "weight=";

  private GroupForm() {}

  static GroupWeight parse(String text) {
    var where = "--group " + Values.quoted(text);
    int colon = text.indexOf(':');
    if (colon < 0 || !text.startsWith(WEIGHT, colon + 1)) {
      throw new UserError(where + " is no group; allowed is PATH:weight=N, such as a/b:weight=3");
    }
    return new GroupWeight(
        path(where, text.substring(0, colon)),
        Values.weight(where, text.substring(colon + 1 + WEIGHT.length())));
  }

  static String path(String where, String text) {
    for (var part : text.split("/", -1)) {
      if (part.isBlank()) {
        throw new UserError(
            where + ": " + Values.quoted(text) + " is no path; allowed are names and / between");
      }
    }
    return Values.name(where, text);
  }
}

package dev.rota.cli.sim;

import dev.rota.cli.args.UserError;

/** {@code NAME:permits=N}, a semaphore on the command line. */
record SemaphoreForm(String name, long permits) {
  static final long MOST = 1_000_000_000;
  private static final String PERMITS = "permits=";

  static SemaphoreForm parse(String text) {
    var where = "--semaphore " + Values.quoted(text);
    int colon = text.indexOf(':');
    if (colon < 0 || !text.startsWith(PERMITS, colon + 1)) {
      throw new UserError(
          where + " is no semaphore; allowed is NAME:permits=N, such as disk:permits=2");
    }
    return new SemaphoreForm(
        Values.name(where, text.substring(0, colon)),
        Values.whole(where, text.substring(colon + 1 + PERMITS.length()), 1, MOST));
  }
}

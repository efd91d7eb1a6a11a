package dev.rota.share;

/**
 * A thread that waits in a {@link Room}.
 *
 * @param ticket its place in the order of all that wait there, in whatever process
 * @param wants how much of the thing
 * @param isDirect whether it sleeps on the shared word itself; others park, and are unparked by the
 *     keeper of their process
 */
record Waiter(Thread thread, long ticket, int wants, boolean isDirect) {

  /** There is one for each wait. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Waiter same && same.ticket == ticket;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(ticket);
  }
}

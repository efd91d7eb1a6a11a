package dev.rota.http.serve;

import java.io.PrintStream;

/** What a service has to tell its operator. */
final class Journal {

  private final PrintStream stream;

  Journal(PrintStream stream) {
    this.stream = stream;
  }

  void say(String what) {
    stream.println("rota: " + what);
  }

  PrintStream stream() {
    return stream;
  }
}

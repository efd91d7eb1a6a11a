package dev.rota.http.worker;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** What a worker has to tell goes to standard error, which the master passes on. */
final class Diary {

  private Diary() {}

  static void note(String what) {
    System.err.println(what);
    System.err.flush();
  }

  static void note(String what, @Nullable Throwable cause) {
    StringWriter text = new StringWriter();
    text.append(what).append(cause == null ? ": there was none\n" : ": ");
    if (cause != null) {
      cause.printStackTrace(new PrintWriter(text, true));
    }
    System.err.print(text);
    System.err.flush();
  }
}

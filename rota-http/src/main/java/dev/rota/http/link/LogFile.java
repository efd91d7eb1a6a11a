package dev.rota.http.link;

/**
 * Where requests are logged.
 *
 * @param name of the file, - for standard output, empty for no log
 * @param json whether lines are JSON, else they have the common log format
 */
public record LogFile(String name, boolean json) {

  /** Nothing is logged. */
  public static final LogFile NONE = new LogFile("", false);
}

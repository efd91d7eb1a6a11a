package dev.rota.cli.function;

import java.io.IOException;
import java.lang.constant.ClassDesc;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a function can take, and how an input becomes it. */
enum Parameter {
  /** The file. */
  PATH(Path.class),
  /** The file's address. */
  ADDRESS(URI.class),
  /** The file's content. */
  CONTENT(byte[].class),
  /** The input as it was given. */
  TEXT(String.class);

  private static final String JRT = "jrt:";

  private final Class<?> type;

  Parameter(Class<?> type) {
    this.type = type;
  }

  Class<?> type() {
    return type;
  }

  boolean is(ClassDesc other) {
    return type.describeConstable().orElseThrow().equals(other);
  }

  Object of(String input) throws IOException {
    return switch (this) {
      case PATH -> path(input);
      case ADDRESS -> path(input).toUri();
      case CONTENT -> Files.readAllBytes(path(input));
      case TEXT -> input;
    };
  }

  private static Path path(String input) {
    if (!input.startsWith(JRT)) {
      return Path.of(input);
    }
    var jdk = FileSystems.getFileSystem(URI.create("jrt:/"));
    return jdk.getPath("/modules", input.substring(JRT.length()));
  }
}

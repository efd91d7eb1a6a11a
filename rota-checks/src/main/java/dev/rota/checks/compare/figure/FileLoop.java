package dev.rota.checks.compare.figure;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What one would write without Rota: a function over all files below a folder, in a loop. */
final class FileLoop {

  private FileLoop() {}

  static void main(String[] args) throws Throwable {
    Class<?> type = Class.forName(args[0]);
    MethodType returning = MethodType.methodType(Class.forName(args[0] + "$Stats"), byte[].class);
    MethodHandle function =
        MethodHandles.lookup()
            .findStatic(type, "apply", returning)
            .asType(MethodType.methodType(Object.class, byte[].class));
    List<Path> files;
    try (Stream<Path> found = Files.walk(Path.of(args[1]))) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    StringBuilder lines = new StringBuilder();
    for (Path file : files) {
      Object stats = (Object) function.invokeExact(Files.readAllBytes(file));
      lines.append(file).append(' ').append(stats).append('\n');
      if (lines.length() > 1 << 16) {
        System.out.print(lines);
        lines.setLength(0);
      }
    }
    System.out.print(lines);
  }
}

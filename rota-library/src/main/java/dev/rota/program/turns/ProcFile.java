package dev.rota.program.turns;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads what the kernel tells in {@code /proc}. What has ended tells nothing: an empty text. */
final class ProcFile {
  private final Path proc;
  private final byte[] buffer = new byte[1 << 10];

  ProcFile(Path proc) {
    this.proc = proc;
  }

  /** A short file, such as one of a line, a character a byte. */
  String read(String name) {
    try (var file = open(name)) {
      int n = file.read(buffer);
      return n <= 0 ? "" : new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** However long it is. */
  String readAll(String name) {
    try (var file = open(name)) {
      return new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private FileInputStream open(String name) throws IOException {
    return new FileInputStream(proc + "/" + name);
  }

  /** The names in a folder. */
  String[] list(String name) {
    var names = proc.resolve(name).toFile().list();
    return names == null ? new String[0] : names;
  }
}

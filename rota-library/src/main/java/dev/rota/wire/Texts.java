package dev.rota.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Strings and what is written as one. A string is Latin-1 or else the UTF-16 that Java has in
 * memory; that keeps every string as it is, unpaired surrogates too.
 */
final class Texts {

  private Texts() {}

  static void write(int tag, Object value, Output out) {
    switch (tag) {
      case Tag.LATIN1 -> write((String) value, out);
      case Tag.URI -> {
        out.put(tag);
        write(value.toString(), out);
      }
      case Tag.PATH -> {
        out.put(tag);
        write(text((Path) value), out);
      }
      default -> throw new AssertionError(tag);
    }
  }

  private static String text(Path path) {
    String text = path.toString();
    if (!path.getFileSystem().equals(FileSystems.getDefault())) {
      throw new Refusal(path.getClass(), "is a path of another file system than the default");
    }
    if (!Path.of(text).equals(path)) {
      throw new Refusal(path.getClass(), "is a path that its text does not give back");
    }
    return text;
  }

  static void write(String text, Output out) {
    int start = out.position();
    int length = text.length();
    out.put(Tag.LATIN1);
    out.putUnsigned(length);
    int at = out.claim(length);
    byte[] bytes = out.bytes();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > 0xff) {
        out.rewind(start);
        writeUtf16(text, out);
        return;
      }
      bytes[at + i] = (byte) c;
    }
  }

  private static void writeUtf16(String text, Output out) {
    int length = text.length();
    out.put(Tag.UTF16);
    out.putUnsigned(length);
    int at = out.claim(2L * length);
    byte[] bytes = out.bytes();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      bytes[at + 2 * i] = (byte) c;
      bytes[at + 2 * i + 1] = (byte) (c >> 8);
    }
  }

  static Object read(int tag, Input in) throws MalformedValueException {
    return switch (tag) {
      case Tag.LATIN1 -> {
        long length = in.getUnsigned();
        int at = in.take(length, 1);
        yield new String(in.bytes(), at, (int) length, StandardCharsets.ISO_8859_1);
      }
      case Tag.UTF16 -> utf16(in);
      case Tag.URI -> {
        try {
          yield new URI(readString(in));
        } catch (URISyntaxException e) {
          throw new MalformedValueException("not a URI", e);
        }
      }
      case Tag.PATH -> Path.of(readString(in));
      default -> throw new MalformedValueException("no value begins with " + tag);
    };
  }

  private static String utf16(Input in) throws MalformedValueException {
    long length = in.getUnsigned();
    int at = in.take(length, 2);
    byte[] bytes = in.bytes();
    char[] chars = new char[(int) length];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) ((bytes[at + 2 * i] & 0xff) | (bytes[at + 2 * i + 1] << 8));
    }
    return new String(chars);
  }

  static String readString(Input in) throws MalformedValueException {
    int tag = in.get();
    if (tag != Tag.LATIN1 && tag != Tag.UTF16) {
      throw new MalformedValueException("a string was expected");
    }
    return (String) read(tag, in);
  }

  static void writeNullable(@Nullable String text, Output out) {
    if (text == null) {
      out.put(Tag.NULL);
    } else {
      write(text, out);
    }
  }

  static @Nullable String readNullable(Input in) throws MalformedValueException {
    int tag = in.get();
    if (tag == Tag.NULL) {
      return null;
    }
    if (tag != Tag.LATIN1 && tag != Tag.UTF16) {
      throw new MalformedValueException("a string was expected");
    }
    return (String) read(tag, in);
  }
}

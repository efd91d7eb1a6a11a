package dev.rota.cli.joblog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Tells inputs and commands from others: the first 8 bytes of a SHA-256. */
public final class Fingerprint {
  private static final int DIGITS = 16;

  private final MessageDigest sha;

  /** Not for several threads. */
  public Fingerprint() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /** Of texts in their order. */
  public long of(List<String> texts) {
    for (var text : texts) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      sha.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
      sha.update((byte) ':');
      sha.update(bytes);
    }
    var digest = sha.digest();
    long first = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      first = first << 8 | (digest[i] & 0xff);
    }
    return first;
  }

  static String text(long fingerprint) {
    var digits = Long.toHexString(fingerprint);
    return "0".repeat(DIGITS - digits.length()) + digits;
  }

  static long parse(String text) {
    return Long.parseUnsignedLong(text, DIGITS);
  }
}

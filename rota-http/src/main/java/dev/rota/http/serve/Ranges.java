package dev.rota.http.serve;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/** Says of an option which value is wrong, and what is allowed. */
final class Ranges {

  private Ranges() {}

  static int range(String option, int value, int least, int most) {
    return (int) range(option, (long) value, least, most);
  }

  static long range(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " must be " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  static Duration positive(String option, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(option + " must be above zero, not " + value);
    }
    return value;
  }

  static String path(String option, String value) {
    if (!value.startsWith("/")) {
      throw new IllegalArgumentException(option + " must begin with /, not " + value);
    }
    return value;
  }

  /** Of three octal digits. */
  static Set<PosixFilePermission> mode(String option, String value) {
    if (!value.matches("[0-7]{3}")) {
      throw new IllegalArgumentException(
          option + " must be three octal digits such as 660, not " + value);
    }
    String[] rights = {"---", "--x", "-w-", "-wx", "r--", "r-x", "rw-", "rwx"};
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      text.append(rights[value.charAt(i) - '0']);
    }
    return PosixFilePermissions.fromString(text.toString());
  }
}

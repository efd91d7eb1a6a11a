package dev.rota.share;

import java.util.regex.Pattern;

/**
 * How a region is laid out.
 *
 * <pre>
 *   0       magic, version
 *   8       size        of all of it, in bytes
 *   16      identity    a random number, so that no region is taken for another
 *   24      epoch       int, the number of processes that came
 *   32      count       of the objects in the directory
 *   40      places      int, how many places of the table of members were ever taken
 *   1024    members     one entry of 64 bytes for each process that has the region, see Members
 *   17408   mutex       guards the directory
 *   22016   directory   one entry of 128 bytes for each object, see Directory
 *   87552   objects     from here on, one behind the other
 * </pre>
 */
final class Layout {

  /**
   * "RotaSh" and the version; one more with each change of what lies where or what a word means,
   * also in the objects: two versions at one region would destroy it.
   */
  static final long MAGIC = 0x526f_7461_5368_0002L;

  /** How many processes can have a region at a time. */
  static final int MOST_MEMBERS = 256;

  static final int MOST_OBJECTS = 512;
  static final int LINE = 64; // of the processor's cache: what different threads write lies apart

  static final long SIZE = 8;
  static final long IDENTITY = 16;
  static final long EPOCH = 24;
  static final long COUNT = 32;
  static final long PLACES = 40;
  static final long MEMBERS = 1024;
  static final long MUTEX = MEMBERS + (long) MOST_MEMBERS * LINE;
  static final long DIRECTORY = MUTEX + 4608;
  static final long OBJECTS = DIRECTORY + (long) MOST_OBJECTS * Directory.ENTRY;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private Layout() {}

  /** Checks the name of a region or an object; it can be that of a file, and of no other folder. */
  static String checkedName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name must be 1 to 64 of A-Z a-z 0-9 . _ - and begin with a letter or digit, not \""
              + name
              + '"');
    }
    return name;
  }

  static long aligned(long size) {
    return (size + LINE - 1) / LINE * LINE;
  }
}

package dev.rota.wire;

/**
 * The first byte of every value. Its upper half names the class that writes and reads the rest of
 * the value, so that {@link ValueWriter} and {@link ValueReader} only choose among six.
 */
final class Tag {

  /** {@link Scalars}. */
  static final int SCALARS = 0;

  static final int NULL = 0x00;
  static final int TRUE = 0x01;
  static final int FALSE = 0x02;
  static final int BYTE = 0x03;
  static final int SHORT = 0x04;
  static final int CHARACTER = 0x05;
  static final int INTEGER = 0x06;
  static final int LONG = 0x07;
  static final int FLOAT = 0x08;
  static final int DOUBLE = 0x09;
  static final int BIG_INTEGER = 0x0a;
  static final int BIG_DECIMAL = 0x0b;
  static final int UUID = 0x0c;

  /** {@link Texts}. */
  static final int TEXTS = 1;

  static final int LATIN1 = 0x10;
  static final int UTF16 = 0x11;
  static final int URI = 0x12;
  static final int PATH = 0x13;

  /** {@link PrimitiveArrays}. */
  static final int PRIMITIVE_ARRAYS = 2;

  static final int BOOLEANS = 0x20;
  static final int BYTES = 0x21;
  static final int SHORTS = 0x22;
  static final int CHARS = 0x23;
  static final int INTS = 0x24;
  static final int LONGS = 0x25;
  static final int FLOATS = 0x26;
  static final int DOUBLES = 0x27;

  /** {@link Times}. */
  static final int TIMES = 3;

  static final int INSTANT = 0x30;
  static final int DURATION = 0x31;
  static final int PERIOD = 0x32;
  static final int LOCAL_DATE = 0x33;
  static final int LOCAL_TIME = 0x34;
  static final int LOCAL_DATE_TIME = 0x35;
  static final int OFFSET_TIME = 0x36;
  static final int OFFSET_DATE_TIME = 0x37;
  static final int ZONED_DATE_TIME = 0x38;
  static final int ZONE_OFFSET = 0x39;
  static final int ZONE_REGION = 0x3a;
  static final int YEAR = 0x3b;
  static final int YEAR_MONTH = 0x3c;
  static final int MONTH_DAY = 0x3d;

  /** {@link Containers}. */
  static final int CONTAINERS = 4;

  static final int LIST = 0x40;
  static final int SET = 0x41;
  static final int SORTED_SET = 0x42;
  static final int MAP = 0x43;
  static final int SORTED_MAP = 0x44;
  static final int EMPTY = 0x45;
  static final int PRESENT = 0x46;
  static final int EMPTY_INT = 0x47;
  static final int PRESENT_INT = 0x48;
  static final int EMPTY_LONG = 0x49;
  static final int PRESENT_LONG = 0x4a;
  static final int EMPTY_DOUBLE = 0x4b;
  static final int PRESENT_DOUBLE = 0x4c;

  /** What names a class, each kind in a file of its own. */
  static final int NAMED = 5;

  static final int RECORD = 0x50;
  static final int ENUM = 0x51;
  static final int ARRAY = 0x52;
  static final int THROWABLE = 0x53;
  static final int JAVA = 0x54;
  static final int LAMBDA = 0x55;

  /** Not written: the class has no form of its own. */
  static final int NONE = -1;

  private Tag() {}

  static int group(int tag) {
    return tag >> 4;
  }
}

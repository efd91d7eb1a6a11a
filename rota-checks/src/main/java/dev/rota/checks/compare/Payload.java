package dev.rota.checks.compare;

/** What tasks take and give back: 100 bytes, or a small record. */
final class Payload {

  static final int BYTES = 100;

  /** A small record. */
  record Item(long id, String name, double weight) {}

  private Payload() {}

  static byte[] bytes() {
    return new byte[BYTES];
  }

  static Item item(int id) {
    return new Item(id, "item", 0.5);
  }

  /** All the work there is. */
  static <T> T echo(T value) {
    return value;
  }
}

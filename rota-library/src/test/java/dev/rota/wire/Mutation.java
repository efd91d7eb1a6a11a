package dev.rota.wire;

import java.util.Arrays;
import java.util.Random;

/** Damages messages: bytes changed, cut, repeated, moved, and lengths that promise too much. */
final class Mutation {

  private static final int[] TAGS = {
    Tag.LIST,
    Tag.SET,
    Tag.MAP,
    Tag.SORTED_MAP,
    Tag.ARRAY,
    Tag.RECORD,
    Tag.ENUM,
    Tag.THROWABLE,
    Tag.JAVA,
    Tag.LATIN1,
    Tag.UTF16,
    Tag.BOOLEANS,
    Tag.LONGS,
    Tag.BIG_DECIMAL,
    Tag.PRESENT,
    Tag.ZONED_DATE_TIME,
    Tag.SORTED_SET,
    0x7f,
    0xff,
  };

  private final Random random;

  Mutation(Random random) {
    this.random = random;
  }

  byte[] of(byte[] message) {
    byte[] mutated = message;
    for (int i = random.nextInt(4); i >= 0; i--) {
      mutated = once(mutated);
    }
    return mutated;
  }

  private byte[] once(byte[] message) {
    byte[] mutated = message.clone();
    if (mutated.length == 0) {
      return randomBytes(1 + random.nextInt(64));
    }
    int at = random.nextInt(mutated.length);
    switch (random.nextInt(8)) {
      case 0 -> mutated[at] = (byte) random.nextInt();
      case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> mutated[at] = (byte) TAGS[random.nextInt(TAGS.length)];
      case 3 -> mutated = Arrays.copyOf(mutated, at);
      case 4 -> mutated = insert(mutated, at, number());
      case 5 ->
          mutated = insert(mutated, at, Arrays.copyOfRange(mutated, random.nextInt(at + 1), at));
      case 6 -> mutated = insert(mutated, at, randomBytes(random.nextInt(16)));
      default -> {
        byte[] number = number();
        System.arraycopy(number, 0, mutated, at, Math.min(number.length, mutated.length - at));
      }
    }
    return mutated;
  }

  byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A length, mostly a great one. */
  private byte[] number() {
    Output out = new Output(16);
    out.putUnsigned(random.nextLong() >>> random.nextInt(64));
    return out.toByteArray();
  }

  private static byte[] insert(byte[] into, int at, byte[] inserted) {
    byte[] longer = new byte[into.length + inserted.length];
    System.arraycopy(into, 0, longer, 0, at);
    System.arraycopy(inserted, 0, longer, at, inserted.length);
    System.arraycopy(into, at, longer, at + inserted.length, into.length - at);
    return longer;
  }
}

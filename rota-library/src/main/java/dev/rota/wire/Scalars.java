package dev.rota.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Numbers, characters, booleans, UUIDs and null. */
final class Scalars {

  private Scalars() {}

  static void write(int tag, Object value, Output out) {
    if (tag == Tag.TRUE) {
      out.put((Boolean) value ? Tag.TRUE : Tag.FALSE);
      return;
    }
    out.put(tag);
    switch (tag) {
      case Tag.BYTE -> out.put((Byte) value);
      case Tag.SHORT -> out.putSigned((Short) value);
      case Tag.CHARACTER -> out.putUnsigned((Character) value);
      case Tag.INTEGER -> out.putSigned((Integer) value);
      case Tag.LONG -> out.putSigned((Long) value);
      case Tag.FLOAT -> out.putInt(Float.floatToRawIntBits((Float) value));
      case Tag.DOUBLE -> out.putLong(Double.doubleToRawLongBits((Double) value));
      case Tag.BIG_INTEGER -> write((BigInteger) value, out);
      case Tag.BIG_DECIMAL -> {
        BigDecimal decimal = (BigDecimal) value;
        out.putSigned(decimal.scale());
        write(decimal.unscaledValue(), out);
      }
      case Tag.UUID -> {
        UUID uuid = (UUID) value;
        out.putLong(uuid.getMostSignificantBits());
        out.putLong(uuid.getLeastSignificantBits());
      }
      default -> throw new AssertionError(tag);
    }
  }

  private static void write(BigInteger value, Output out) {
    byte[] twosComplement = value.toByteArray();
    out.putUnsigned(twosComplement.length);
    out.put(twosComplement, 0, twosComplement.length);
  }

  static @Nullable Object read(int tag, Input in) throws MalformedValueException {
    return switch (tag) {
      case Tag.NULL -> null;
      case Tag.TRUE -> true;
      case Tag.FALSE -> false;
      case Tag.BYTE -> (byte) in.get();
      case Tag.SHORT -> (short) in.getSignedInt();
      case Tag.CHARACTER -> (char) in.getUnsigned();
      case Tag.INTEGER -> in.getSignedInt();
      case Tag.LONG -> in.getSigned();
      case Tag.FLOAT -> Float.intBitsToFloat(in.getInt());
      case Tag.DOUBLE -> Double.longBitsToDouble(in.getLong());
      case Tag.BIG_INTEGER -> bigInteger(in);
      case Tag.BIG_DECIMAL -> {
        int scale = in.getSignedInt();
        yield new BigDecimal(bigInteger(in), scale);
      }
      case Tag.UUID -> {
        long high = in.getLong();
        yield new UUID(high, in.getLong());
      }
      default -> throw new MalformedValueException("no value begins with " + tag);
    };
  }

  private static BigInteger bigInteger(Input in) throws MalformedValueException {
    long length = in.getUnsigned();
    int at = in.take(length, 1);
    if (length == 0) {
      throw new MalformedValueException("a number has no digits");
    }
    return new BigInteger(in.bytes(), at, (int) length);
  }
}

package dev.rota.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays of primitives: how many, then each in its own width, copied in bulk. */
final class PrimitiveArrays {

  private PrimitiveArrays() {}

  static void write(int tag, Object value, Output out) {
    out.put(tag);
    switch (tag) {
      case Tag.BOOLEANS -> {
        boolean[] array = (boolean[]) value;
        out.putUnsigned(array.length);
        int at = out.claim(array.length);
        for (int i = 0; i < array.length; i++) {
          out.bytes()[at + i] = (byte) (array[i] ? 1 : 0);
        }
      }
      case Tag.BYTES -> {
        byte[] array = (byte[]) value;
        out.putUnsigned(array.length);
        out.put(array, 0, array.length);
      }
      case Tag.SHORTS -> {
        short[] array = (short[]) value;
        claim(out, array.length, 2).asShortBuffer().put(array);
      }
      case Tag.CHARS -> {
        char[] array = (char[]) value;
        claim(out, array.length, 2).asCharBuffer().put(array);
      }
      case Tag.INTS -> {
        int[] array = (int[]) value;
        claim(out, array.length, 4).asIntBuffer().put(array);
      }
      case Tag.LONGS -> {
        long[] array = (long[]) value;
        claim(out, array.length, 8).asLongBuffer().put(array);
      }
      case Tag.FLOATS -> {
        float[] array = (float[]) value;
        claim(out, array.length, 4).asFloatBuffer().put(array);
      }
      case Tag.DOUBLES -> {
        double[] array = (double[]) value;
        claim(out, array.length, 8).asDoubleBuffer().put(array);
      }
      default -> throw new AssertionError(tag);
    }
  }

  private static ByteBuffer claim(Output out, int length, int width) {
    out.putUnsigned(length);
    int at = out.claim((long) length * width);
    return littleEndian(out.bytes(), at, length * width);
  }

  static Object read(int tag, Input in) throws MalformedValueException {
    return switch (tag) {
      case Tag.BOOLEANS -> {
        boolean[] array = new boolean[length(in, 1)];
        int at = in.take(array.length, 1);
        for (int i = 0; i < array.length; i++) {
          array[i] = in.bytes()[at + i] != 0;
        }
        yield array;
      }
      case Tag.BYTES -> {
        byte[] array = new byte[length(in, 1)];
        System.arraycopy(in.bytes(), in.take(array.length, 1), array, 0, array.length);
        yield array;
      }
      case Tag.SHORTS -> {
        short[] array = new short[length(in, 2)];
        take(in, array.length, 2).asShortBuffer().get(array);
        yield array;
      }
      case Tag.CHARS -> {
        char[] array = new char[length(in, 2)];
        take(in, array.length, 2).asCharBuffer().get(array);
        yield array;
      }
      case Tag.INTS -> {
        int[] array = new int[length(in, 4)];
        take(in, array.length, 4).asIntBuffer().get(array);
        yield array;
      }
      case Tag.LONGS -> {
        long[] array = new long[length(in, 8)];
        take(in, array.length, 8).asLongBuffer().get(array);
        yield array;
      }
      case Tag.FLOATS -> {
        float[] array = new float[length(in, 4)];
        take(in, array.length, 4).asFloatBuffer().get(array);
        yield array;
      }
      case Tag.DOUBLES -> {
        double[] array = new double[length(in, 8)];
        take(in, array.length, 8).asDoubleBuffer().get(array);
        yield array;
      }
      default -> throw new MalformedValueException("no value begins with " + tag);
    };
  }

  /** The number of elements, known to be there before anything is allocated for them. */
  private static int length(Input in, int width) throws MalformedValueException {
    long length = in.getUnsigned();
    in.check(length, width);
    return (int) length;
  }

  private static ByteBuffer take(Input in, int length, int width) throws MalformedValueException {
    return littleEndian(in.bytes(), in.take(length, width), length * width);
  }

  private static ByteBuffer littleEndian(byte[] bytes, int at, int length) {
    return ByteBuffer.wrap(bytes, at, length).slice().order(ByteOrder.LITTLE_ENDIAN);
  }
}

package dev.rota.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

/** Takes values from one side to the other. */
final class Trip {

  static final int LIMIT = 1 << 20;

  private Trip() {}

  /** As a result goes: from a worker to the master. */
  static @Nullable Object back(@Nullable Object value) throws MalformedValueException {
    return travel(value, null);
  }

  /** As a task goes: from the master to a worker. */
  static @Nullable Object out(@Nullable Object value) throws MalformedValueException {
    return travel(value, new JavaSerialization());
  }

  private static @Nullable Object travel(@Nullable Object value, @Nullable JavaSerialization java)
      throws MalformedValueException {
    ValueWriter writer = new ValueWriter(LIMIT, java);
    writer.write(value);
    ValueReader reader = new ValueReader(Trip.class.getClassLoader(), java);
    reader.reset(writer.buffer(), 0, writer.length());
    Object read = reader.read();
    assertThat(reader.atEnd()).isTrue();
    return read;
  }

  static byte[] bytes(@Nullable Object value) {
    ValueWriter writer = new ValueWriter(LIMIT, null);
    writer.write(value);
    return writer.toByteArray();
  }

  static @Nullable Object read(byte[] bytes) throws MalformedValueException {
    ValueReader reader = new ValueReader(Trip.class.getClassLoader(), null);
    reader.reset(bytes, 0, bytes.length);
    return reader.read();
  }
}

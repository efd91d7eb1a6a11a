package dev.rota.worker;

import static java.util.Objects.requireNonNull;

import dev.rota.TaskFunction;
import dev.rota.wire.JavaSerialization;
import dev.rota.wire.ValueReader;
import org.jspecify.annotations.Nullable;

/** A function as it was sent. All threads of a worker call one and the same object. */
final class SentFunction {

  private byte[] sent;
  private @Nullable TaskFunction<Object, ?> function; // this and sent are guarded by this object

  SentFunction(byte[] sent) {
    this.sent = sent;
  }

  /** Read when it is first called, so that what is wrong with it fails that task. */
  @SuppressWarnings("unchecked")
  synchronized TaskFunction<Object, ?> get() throws Exception {
    TaskFunction<Object, ?> known = function;
    if (known == null) {
      ValueReader reader =
          new ValueReader(ClassLoader.getSystemClassLoader(), new JavaSerialization());
      reader.reset(sent, 0, sent.length);
      known = (TaskFunction<Object, ?>) requireNonNull(reader.read());
      function = known;
      sent = new byte[0];
    }
    return known;
  }
}

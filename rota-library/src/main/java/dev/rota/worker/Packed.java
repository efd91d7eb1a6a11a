package dev.rota.worker;

import dev.rota.wire.ValueWriter;
import java.util.concurrent.Callable;

/**
 * A task whose result is for another worker: it returns the message of it, which the master passes
 * on unread.
 */
record Packed(Callable<?> task, int maxBytes) implements Callable<byte[]> {

  @Override
  public byte[] call() throws Exception {
    Object value = task.call();
    ValueWriter writer = new ValueWriter(maxBytes, null);
    writer.write(value);
    return writer.toByteArray();
  }
}

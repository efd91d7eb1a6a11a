package dev.rota.process;

import dev.rota.FunctionCall;
import dev.rota.NotShippableException;
import dev.rota.TaskFunction;
import dev.rota.wire.JavaSerialization;
import dev.rota.wire.Message;
import dev.rota.wire.ValueWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Turns tasks into what travels, or refuses them. Safe for many threads. */
final class Packing {

  /** Functions that are remembered, so that a map sends its function once and not once an input. */
  private static final int REMEMBERED = 64;

  private final int maxMessage;
  private final Map<Identity, ShippedFunction> functions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, ShippedFunction> eldest) {
          return size() > REMEMBERED;
        }
      };
  private long lastId;

  /** Equal to itself only, whatever the function thinks of equality. */
  private record Identity(TaskFunction<?, ?> function) {
    @Override
    @SuppressWarnings("ReferenceEquality") // that is the point
    public boolean equals(Object other) {
      return other instanceof Identity(TaskFunction<?, ?> same) && same == function;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(function);
    }
  }

  Packing(int maxMessage) {
    this.maxMessage = maxMessage;
  }

  Cargo pack(Callable<?> task) {
    if (task instanceof FunctionCall<?, ?>(TaskFunction<?, ?> function, Object input)) {
      ShippedFunction shipped = shipped(function);
      ValueWriter writer = writer();
      writer.writeLong(shipped.id);
      writer.write(input);
      return new Cargo(Message.CALL, writer.toByteArray(), shipped);
    }
    return new Cargo(Message.TASK, bytes(task), null);
  }

  private synchronized ShippedFunction shipped(TaskFunction<?, ?> function) {
    Identity identity = new Identity(function);
    ShippedFunction shipped = functions.get(identity);
    if (shipped == null) {
      shipped = new ShippedFunction(++lastId, bytes(function));
      functions.put(identity, shipped);
    }
    return shipped;
  }

  private byte[] bytes(Object value) throws NotShippableException {
    ValueWriter writer = writer();
    writer.write(value);
    return writer.toByteArray();
  }

  private ValueWriter writer() {
    return new ValueWriter(maxMessage, new JavaSerialization());
  }
}

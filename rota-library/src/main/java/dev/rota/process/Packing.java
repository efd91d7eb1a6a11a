package dev.rota.process;

import dev.rota.FunctionCall;
import dev.rota.NotShippableException;
import dev.rota.TaskFunction;
import dev.rota.wire.Call;
import dev.rota.wire.JavaSerialization;
import dev.rota.wire.ValueWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns tasks into what travels, or refuses them. Safe for many threads. */
final class Packing {

  /** Functions that are remembered, so that a map sends its function once and not once an input. */
  private static final int REMEMBERED = 64;

  private final int maxMessage;
  private final AtomicReference<@Nullable ValueWriter> spare = new AtomicReference<>();
  private final Map<Identity, ShippedFunction> functions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, ShippedFunction> eldest) {
          return size() > REMEMBERED;
        }
      };
  private long lastId;
  private volatile @Nullable ShippedFunction last; // the one that was asked for

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
      return new Cargo(bytes(writer -> Call.writeCall(writer, shipped.id, input)), shipped);
    }
    return new Cargo(bytes(writer -> Call.writeTask(writer, task)), null);
  }

  @SuppressWarnings("ReferenceEquality") // as in Identity
  private ShippedFunction shipped(TaskFunction<?, ?> function) {
    ShippedFunction recent = last;
    return recent != null && recent.function == function ? recent : remembered(function);
  }

  private synchronized ShippedFunction remembered(TaskFunction<?, ?> function) {
    Identity identity = new Identity(function);
    ShippedFunction shipped = functions.get(identity);
    if (shipped == null) {
      shipped = new ShippedFunction(++lastId, function, bytes(writer -> writer.write(function)));
      functions.put(identity, shipped);
    }
    last = shipped;
    return shipped;
  }

  /** With a writer that nobody else uses: what is written may itself submit tasks. */
  private byte[] bytes(Consumer<ValueWriter> content) throws NotShippableException {
    ValueWriter kept = spare.getAndSet(null);
    ValueWriter writer = kept != null ? kept : new ValueWriter(maxMessage, new JavaSerialization());
    try {
      content.accept(writer);
      return writer.toByteArray();
    } finally {
      writer.reset();
      spare.set(writer);
    }
  }
}

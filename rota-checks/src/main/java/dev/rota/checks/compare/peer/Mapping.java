package dev.rota.checks.compare.peer;

import java.util.List;

/** One call for many inputs. */
record Mapping(String name, Call call) implements Way {

  /** Maps over the inputs and returns how many results came. */
  interface Call {
    long map(List<?> inputs) throws Exception;
  }

  @Override
  public boolean can(Work work) {
    return work == Work.MAP_BYTES || work == Work.MAP_INTEGERS;
  }

  @Override
  public long[] measure(Work work, int count) throws Exception {
    List<?> inputs = Payload.inputs(work, count);
    long start = System.nanoTime();
    long results = call.map(inputs);
    long nanos = System.nanoTime() - start;
    if (results != count) {
      throw new IllegalStateException(count + " inputs gave " + results + " results");
    }
    return new long[] {nanos};
  }
}

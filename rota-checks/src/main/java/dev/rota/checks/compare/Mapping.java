package dev.rota.checks.compare;

import java.util.EnumSet;
import java.util.Set;

/** One call for many inputs. */
record Mapping(String name, Call call) implements Way {

  /** Maps over {@code count} inputs and returns how many results came. */
  interface Call {
    long map(int count) throws Exception;
  }

  @Override
  public Set<Work> works() {
    return EnumSet.of(Work.MAP);
  }

  @Override
  public long[] measure(Work work, int count) throws Exception {
    long start = System.nanoTime();
    long results = call.map(count);
    long nanos = System.nanoTime() - start;
    if (results != count) {
      throw new IllegalStateException(count + " inputs gave " + results + " results");
    }
    return new long[] {nanos};
  }
}

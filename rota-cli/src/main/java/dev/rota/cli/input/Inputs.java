package dev.rota.cli.input;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/**
 * All inputs of a run, in the order of the arguments, found while the run goes on. Can be ended
 * early.
 */
public final class Inputs implements Iterable<String> {
  private final List<Source> sources;
  private volatile boolean stopped;

  Inputs(List<Source> sources) {
    this.sources = List.copyOf(sources);
  }

  @Override
  public Iterator<String> iterator() {
    return new Chain();
  }

  /** There are no more inputs from now on, also for who waits for one. */
  public void stop() {
    stopped = true;
    sources.forEach(Source::stop);
  }

  /**
   * Counts the inputs, which takes a while; empty if that is not possible or the run was stopped.
   */
  public OptionalLong count() {
    if (!sources.stream().allMatch(Source::isCountable)) {
      return OptionalLong.empty();
    }
    long count = 0;
    for (var inputs = iterator(); inputs.hasNext(); inputs.next()) {
      count++;
    }
    return stopped ? OptionalLong.empty() : OptionalLong.of(count);
  }

  private final class Chain implements Iterator<String> {
    private final Iterator<Source> left = sources.iterator();
    private Iterator<String> current = List.<String>of().iterator();

    @Override
    public boolean hasNext() {
      while (!stopped && !current.hasNext() && left.hasNext()) {
        current = left.next().open();
      }
      return !stopped && current.hasNext();
    }

    @Override
    public String next() {
      // Whoever was told that there is one gets it, stopped or not.
      if (!current.hasNext() && !hasNext()) {
        throw new NoSuchElementException();
      }
      return current.next();
    }
  }
}

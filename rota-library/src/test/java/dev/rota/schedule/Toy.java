package dev.rota.schedule;

import java.util.List;

/** A task of the {@link FakeMachine}: bursts of CPU time and of waiting in turn. */
final class Toy extends Schedulable {
  final String name;
  final long arrival;
  private final List<Long> bursts;
  private int burst;
  private String share = "";
  private double weight = 1;
  private int priority;

  long left; // of the CPU burst it is in
  long firstRun = -1;
  long finished = -1;
  long ready; // since when; what follows counts for tests of waiting
  long longestWait;

  Toy(long order, String name, long arrival, Long... bursts) {
    super(order);
    this.name = name;
    this.arrival = arrival;
    this.bursts = List.of(bursts);
    this.left = bursts[0];
  }

  Toy in(String group) {
    share = group;
    return this;
  }

  Toy weighing(double newWeight) {
    weight = newWeight;
    return this;
  }

  Toy ranking(int newPriority) {
    priority = newPriority;
    return this;
  }

  /** How long it waits now that its CPU burst is over; below 0 if it has ended. */
  long beginWait() {
    return ++burst < bursts.size() ? bursts.get(burst) : -1;
  }

  /** Whether there is CPU time to use after the wait. */
  boolean endWait() {
    if (++burst < bursts.size()) {
      left = bursts.get(burst);
      return true;
    }
    return false;
  }

  void use(long nanos) {
    used(nanos);
    left -= nanos;
  }

  boolean isAliveAt(long time) {
    return arrival <= time && finished < 0;
  }

  long turnaround() {
    return finished - arrival;
  }

  long response() {
    return firstRun - arrival;
  }

  @Override
  public String share() {
    return share;
  }

  @Override
  public double weight() {
    return weight;
  }

  @Override
  public int priority() {
    return priority;
  }

  @Override
  public long expectedNanos() {
    return left;
  }

  @Override
  public String toString() {
    return name;
  }
}

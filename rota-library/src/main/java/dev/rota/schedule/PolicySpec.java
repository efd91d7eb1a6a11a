package dev.rota.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy as users write it: {@code rr:quantum=100ms}, {@code
 * mlfq:levels=3,quantum=10ms/20ms/40ms,allotment=1/1/1,boost=1s,io=keep}. As a policy's object
 * serves one pool or one simulated run, this is what can be kept: it {@linkplain #build makes} as
 * many of them as are needed. Immutable.
 */
public final class PolicySpec {

  /** How a name's keys become a policy. */
  private interface Maker {
    Policy make(PolicyKeys keys, PolicySpec spec);
  }

  private record Kind(String name, Set<String> keys, Maker maker) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("fifo", Set.of(), (_, _) -> new Fifo()),
          new Kind("rr", Set.of("quantum"), (keys, spec) -> new RoundRobin(spec.quantum(keys))),
          new Kind("sjf", Set.of(), (_, _) -> new ShortestFirst()),
          new Kind("srtf", Set.of(), (_, _) -> ShortestFirst.preemptive()),
          new Kind(
              "priority",
              Set.of("quantum"),
              (keys, spec) -> new StrictPriority(spec.quantum(keys))),
          new Kind(
              "mlfq",
              Set.of("levels", "quantum", "allotment", "boost", "io"),
              (keys, spec) -> spec.feedback(keys)),
          new Kind("fair", Set.of("quantum"), (keys, spec) -> spec.shares(keys)),
          new Kind(
              "lottery",
              Set.of("seed", "quantum"),
              (keys, spec) ->
                  new Lottery(
                      keys.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE, 0), spec.quantum(keys))),
          new Kind(
              "eevdf",
              Set.of("quantum"),
              (keys, spec) -> new EarliestDeadline(spec.quantum(keys))));

  private record Group(String path, double weight) {}

  private final String text;
  private final Kind kind;
  private final PolicyKeys keys;
  private final @Nullable Duration quantum;
  private final List<Group> groups;

  private PolicySpec(
      String text, Kind kind, PolicyKeys keys, @Nullable Duration quantum, List<Group> groups) {
    this.text = text;
    this.kind = kind;
    this.keys = keys;
    this.quantum = quantum;
    this.groups = groups;
  }

  /**
   * Reads a policy.
   *
   * @param text {@code NAME[:KEY=VALUE[,KEY=VALUE...]]}
   * @return what it says
   * @throws IllegalArgumentException if there is no such policy, it has no such key or the key no
   *     such value; the message says which, and what is allowed
   */
  public static PolicySpec parse(String text) {
    int colon = text.indexOf(':');
    Kind kind = named(colon < 0 ? text : text.substring(0, colon));
    var keys = PolicyKeys.parse(kind.name, colon < 0 ? null : text.substring(colon + 1), kind.keys);
    var spec = new PolicySpec(text, kind, keys, null, List.of());
    spec.build(); // so that what is wrong with a value is said now
    return spec;
  }

  private static Kind named(String text) {
    var names = new ArrayList<String>();
    for (Kind kind : KINDS) {
      if (kind.name.equals(text)) {
        return kind;
      }
      names.add(kind.name);
    }
    throw new IllegalArgumentException(
        "policy: there is no '" + text + "'; allowed is " + String.join(", ", names));
  }

  /**
   * Sets the quantum of a policy that names none. One that has none, such as {@code fifo}, stays as
   * it is.
   *
   * @param quantum above zero
   * @return a copy with that quantum
   * @throws IllegalArgumentException if {@code quantum} is zero or negative
   */
  public PolicySpec withQuantum(Duration quantum) {
    Quantum.nanos("quantum", quantum);
    return new PolicySpec(text, kind, keys, quantum, groups);
  }

  /**
   * Sets the weight of a group. Policies without groups stay as they are.
   *
   * @param path the group's path, {@code "a/b"}
   * @param weight its weight among its siblings, above 0
   * @return a copy with that group
   * @throws IllegalArgumentException if the path or the weight is none
   */
  public PolicySpec withGroup(String path, double weight) {
    var _ = FairShares.builder().group(path, weight); // refuses what is none
    var more = new ArrayList<>(groups);
    more.add(new Group(path, weight));
    return new PolicySpec(text, kind, keys, quantum, List.copyOf(more));
  }

  /**
   * The policy's name.
   *
   * @return {@code rr} for {@code rr:quantum=100ms}
   */
  public String name() {
    return kind.name;
  }

  /**
   * Makes a policy.
   *
   * @return a new one, which serves one pool or one simulated run
   */
  public Policy build() {
    return kind.maker.make(keys, this);
  }

  private Policy feedback(PolicyKeys from) {
    var builder = MultiLevelFeedback.builder();
    if (from.has("levels")) {
      builder.levels((int) from.whole("levels", 1, MultiLevelFeedback.MAX_LEVELS, 1));
    }
    if (from.has("quantum")) {
      builder.quantum(from.durations("quantum").toArray(Duration[]::new));
    } else if (quantum != null) {
      builder.quantum(quantum);
    }
    if (from.has("allotment")) {
      builder.allotment(
          from.wholes("allotment", 1, 1_000_000).stream().mapToInt(Long::intValue).toArray());
    }
    if (from.has("boost")) {
      builder.boost(from.duration("boost", Quantum.DEFAULT));
    }
    boolean reset = from.word("io", List.of("reset", "keep"), "keep").equals("reset");
    return builder.io(reset ? MultiLevelFeedback.Io.RESET : MultiLevelFeedback.Io.KEEP).build();
  }

  private Policy shares(PolicyKeys from) {
    var builder = FairShares.builder().quantum(quantum(from));
    groups.forEach(group -> builder.group(group.path, group.weight));
    return builder.build();
  }

  private Duration quantum(PolicyKeys from) {
    return from.duration("quantum", quantum == null ? Quantum.DEFAULT : quantum);
  }

  /**
   * The policy as it was written.
   *
   * @return what {@link #parse} was given
   */
  @Override
  public String toString() {
    return text;
  }
}

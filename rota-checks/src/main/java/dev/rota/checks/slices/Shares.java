package dev.rota.checks.slices;

import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.schedule.FairShares;
import dev.rota.schedule.FairSharesBuilder;
import dev.rota.slice.SlicedPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Hogs in trees of groups with weights: what they get against what is due to them. */
final class Shares {

  private static final Duration TIME = Duration.ofSeconds(10);
  private static final Duration QUANTUM = Duration.ofMillis(1);

  /** A hog, and what part of all it is due. */
  private record Member(String share, double weight, double due) {}

  private record Tree(String name, Map<String, Double> groups, List<Member> members) {}

  /** By CPU time as the pool counts it, and by work done. */
  private record Errors(double ofTime, double ofWork) {}

  private static final List<Tree> TREES =
      List.of(
          new Tree("flat, three each of weights 1, 2, 4", Map.of(), flat(3, 1, 2, 4)),
          new Tree(
              "groups 1:3 with 2 and 3 members",
              Map.of("a", 1.0, "b", 3.0),
              List.of(
                  new Member("a", 1, 1 / 8.0),
                  new Member("a", 1, 1 / 8.0),
                  new Member("b", 1, 1 / 4.0),
                  new Member("b", 1, 1 / 4.0),
                  new Member("b", 1, 1 / 4.0))),
          new Tree(
              "three thirds, one of them 30/40/30",
              Map.of("a", 1.0, "b", 1.0, "c", 1.0),
              List.of(
                  new Member("a", 30, 0.30 / 3),
                  new Member("a", 40, 0.40 / 3),
                  new Member("a", 30, 0.30 / 3),
                  new Member("b", 1, 1 / 3.0),
                  new Member("c", 1, 1 / 6.0),
                  new Member("c", 1, 1 / 6.0))),
          new Tree(
              "two deep: 1:1, in one of them 1:2",
              Map.of("a/x", 1.0, "a/y", 2.0),
              List.of(
                  new Member("a/x", 1, 1 / 6.0),
                  new Member("a/y", 1, 1 / 6.0),
                  new Member("a/y", 1, 1 / 6.0),
                  new Member("b", 1, 1 / 4.0),
                  new Member("b", 1, 1 / 4.0))));

  private Shares() {}

  private static List<Member> flat(int each, double... weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += each * weight;
    }
    List<Member> members = new ArrayList<>();
    for (double weight : weights) {
      for (int i = 0; i < each; i++) {
        members.add(new Member("", weight, weight / sum));
      }
    }
    return members;
  }

  static void print(Paper paper) throws Exception {
    paper.title("Shares in 10 s on 2 carriers, quantum 1 ms: worst error of what is due");
    for (Tree tree : TREES) {
      Errors errors = measure(tree);
      paper.row(
          tree.name(),
          "%.2f %% of CPU time, %.2f %% of the work done",
          100 * errors.ofTime(),
          100 * errors.ofWork());
    }
  }

  private static Errors measure(Tree tree) throws Exception {
    FairSharesBuilder policy = FairShares.builder().quantum(QUANTUM);
    tree.groups().forEach(policy::group);
    AtomicBoolean enough = new AtomicBoolean();
    List<TaskFuture<Long>> hogs = new ArrayList<>();
    try (SlicedPool pool = SlicedPool.builder().workers(2).policy(policy.build()).build()) {
      for (Member member : tree.members()) {
        TaskOptions options =
            TaskOptions.defaults().withShare(member.share()).withWeight(member.weight());
        hogs.add(pool.submit(() -> Work.until(enough::get), options));
      }
      Thread.sleep(TIME);
      enough.set(true);
      double[] time = new double[hogs.size()];
      double[] work = new double[hogs.size()];
      for (int i = 0; i < time.length; i++) {
        work[i] = hogs.get(i).get();
        time[i] = hogs.get(i).execution().cpuTime().toNanos();
      }
      return new Errors(worst(tree, time), worst(tree, work));
    }
  }

  private static double worst(Tree tree, double[] got) {
    double sum = 0;
    for (double part : got) {
      sum += part;
    }
    double worst = 0;
    for (int i = 0; i < got.length; i++) {
      double due = tree.members().get(i).due();
      worst = Math.max(worst, Math.abs(got[i] / sum - due) / due);
    }
    return worst;
  }
}

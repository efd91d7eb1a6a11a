package dev.rota.schedule;

import static java.lang.Math.min;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Requests by their deadlines, of which the earliest is found that is eligible by a given time. A
 * treap (Seidel and Aragon, "Randomized search trees", 1996) in which each node knows the earliest
 * eligible time below it; what is random in it comes from the tasks' order by a fixed mix, so that
 * runs repeat. Every step takes O(log n) comparisons, expected whatever is put in.
 */
final class EligibleTree {

  /** A request for CPU time. */
  static class Request {
    final long order;
    double eligible;
    double deadline;
    private final long rank;
    private boolean inTree;
    private @Nullable Request left;
    private @Nullable Request right;
    private double leastEligible; // of itself and those below

    Request(long order) {
      this.order = order;
      this.rank = mix(order);
    }

    final boolean isInTree() {
      return inTree;
    }

    private void update() {
      double least = eligible;
      least = left == null ? least : min(least, left.leastEligible);
      leastEligible = right == null ? least : min(least, right.leastEligible);
    }

    private boolean hasEligible(double time) {
      return leastEligible <= time;
    }
  }

  static final Comparator<Request> BY_DEADLINE =
      Comparator.<Request>comparingDouble(request -> request.deadline)
          .thenComparingLong(request -> request.order);

  private final Comparator<Request> comparator;
  private @Nullable Request root;

  EligibleTree(Comparator<Request> comparator) {
    this.comparator = comparator;
  }

  /** Its times must not change as long as it is in the tree. */
  void add(Request request) {
    request.inTree = true;
    root = insert(root, request);
  }

  void remove(Request request) {
    request.inTree = false;
    root = delete(root, request);
    request.left = null;
    request.right = null;
  }

  /**
   * The request with the earliest deadline of those that are eligible by that time; if none is, one
   * of those that will be first.
   */
  @Nullable Request earliest(double time) {
    Request node = root;
    if (node == null) {
      return null;
    }
    double by = Math.max(time, node.leastEligible);
    while (node != null) {
      if (node.left != null && node.left.hasEligible(by)) {
        node = node.left;
      } else if (node.eligible <= by) {
        return node;
      } else {
        node = node.right;
      }
    }
    throw new AssertionError("one of those below is eligible");
  }

  private Request insert(@Nullable Request at, Request request) {
    if (at == null || request.rank < at.rank) {
      split(at, request);
      return request;
    }
    if (comparator.compare(request, at) < 0) {
      at.left = insert(at.left, request);
    } else {
      at.right = insert(at.right, request);
    }
    at.update();
    return at;
  }

  /** Hangs what is before the request to its left and the others to its right. */
  private void split(@Nullable Request at, Request request) {
    if (at == null) {
      request.left = null;
      request.right = null;
    } else if (comparator.compare(at, request) < 0) {
      split(at.right, request);
      at.right = request.left;
      request.left = at;
      at.update();
    } else {
      split(at.left, request);
      at.left = request.right;
      request.right = at;
      at.update();
    }
    request.update();
  }

  private @Nullable Request delete(@Nullable Request at, Request request) {
    if (at == null) {
      throw new AssertionError("the request is in the tree");
    }
    int side = comparator.compare(request, at);
    if (side == 0) {
      return merge(at.left, at.right);
    }
    if (side < 0) {
      at.left = delete(at.left, request);
    } else {
      at.right = delete(at.right, request);
    }
    at.update();
    return at;
  }

  private static @Nullable Request merge(@Nullable Request before, @Nullable Request after) {
    if (before == null) {
      return after;
    }
    if (after == null) {
      return before;
    }
    if (before.rank < after.rank) {
      before.right = merge(before.right, after);
      before.update();
      return before;
    }
    after.left = merge(before, after.left);
    after.update();
    return after;
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long order) {
    long z = order * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

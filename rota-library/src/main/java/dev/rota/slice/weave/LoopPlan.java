package dev.rota.slice.weave;

import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** How a loop will poll. */
sealed interface LoopPlan {
  /** More are cheaper polled once a turn. */
  int MOST_CALLS = 8;

  /** So many edges back poll each for itself. */
  int MOST_LATCHES = 4;

  Loop loop();

  /** At each edge back. */
  record EachTurn(Loop loop) implements LoopPlan {}

  /** At the header, before each turn: for loops that are closed in unusual ways. */
  record AtHeader(Loop loop) implements LoopPlan {}

  /**
   * After a number of turns, which a local variable counts down; and before calls that only some of
   * the turns make, at instructions given by their indices.
   */
  record Countdown(Loop loop, int turns, List<Integer> calls) implements LoopPlan {}

  /** Between chunks of a counted loop. */
  record Chunks(Loop loop, CountedLoop counted, int turns) implements LoopPlan {}

  /** The bytes that the plan adds to the code, at most. */
  default int bytes() {
    return switch (this) {
      case AtHeader _ -> 3;
      case EachTurn each -> 3 * each.loop.latches().size();
      case Countdown countdown ->
          24 + 15 * countdown.loop.latches().size() + 3 * countdown.calls.size();
      case Chunks chunks -> 70 + 6 * chunks.counted.limit().size();
    };
  }

  /** A plan that adds little and costs more time. */
  default LoopPlan compact() {
    return this instanceof AtHeader ? this : new EachTurn(loop());
  }

  /** What is to be done in a method. */
  static List<LoopPlan> of(Flow flow) {
    var dominators = new Dominators(flow);
    var loops = Loop.of(dominators);
    var plans = new ArrayList<LoopPlan>();
    for (var loop : loops) {
      if (!isReleaseOfMonitor(loop, flow)) {
        plans.add(plan(loop, loops, flow, dominators));
      }
    }
    return plans;
  }

  /**
   * javac protects the code that gives a monitor back by itself. It loops only as long as giving
   * back fails, and must not be made to.
   */
  private static boolean isReleaseOfMonitor(Loop loop, Flow flow) {
    return loop.isClosedOnlyByException()
        && loop.blocks().stream().anyMatch(block -> holdsMonitorInstruction(block, flow));
  }

  private static boolean holdsMonitorInstruction(int block, Flow flow) {
    return flow.instructions().subList(flow.first(block), flow.last(block) + 1).stream()
        .anyMatch(MonitorInstruction.class::isInstance);
  }

  private static LoopPlan plan(Loop loop, List<Loop> all, Flow flow, Dominators dominators) {
    if (loop.isIrreducible() || loop.isClosedByException() || hasHandlerInside(loop, flow)) {
      return new AtHeader(loop);
    }
    if (all.stream().anyMatch(loop::holds) || isEnteredByDeadCode(loop, flow)) {
      return eachTurn(loop);
    }
    var calls = calls(loop, flow);
    int size = size(loop, flow);
    if (!calls.isEmpty()) {
      return calls.size() <= MOST_CALLS && maySkip(calls, loop, flow)
          ? new Countdown(loop, Tuning.countdown(size), calls)
          : eachTurn(loop);
    }
    var counted = CountedLoop.of(loop, flow, dominators);
    return counted != null
        ? new Chunks(loop, counted, Tuning.chunk(size))
        : new Countdown(loop, Tuning.countdown(size), List.of());
  }

  /** Dead code sets no variable that the loop would have. */
  private static boolean isEnteredByDeadCode(Loop loop, Flow flow) {
    for (int block = 0; block < flow.blocks(); block++) {
      if (!flow.isReachable(block)
          && IntStream.concat(
                  Arrays.stream(flow.normalSuccessors(block)), Arrays.stream(flow.handlers(block)))
              .anyMatch(loop::contains)) {
        return true;
      }
    }
    return false;
  }

  /** With many edges back a poll at the header is shorter. */
  private static LoopPlan eachTurn(Loop loop) {
    return loop.latches().size() > MOST_LATCHES ? new AtHeader(loop) : new EachTurn(loop);
  }

  /** Whether there are turns without any of the calls. */
  private static boolean maySkip(List<Integer> calls, Loop loop, Flow flow) {
    var calling = new BitSet();
    calls.forEach(call -> calling.set(flow.blockOf(call)));
    var seen = (BitSet) calling.clone();
    var open = new ArrayDeque<Integer>();
    if (!calling.get(loop.header())) {
      open.add(loop.header());
      seen.set(loop.header());
    }
    while (!open.isEmpty()) {
      int block = open.remove();
      for (int next : flow.normalSuccessors(block)) {
        if (next == loop.header()) {
          return true;
        }
        if (loop.contains(next) && !seen.get(next)) {
          seen.set(next);
          open.add(next);
        }
      }
    }
    return false;
  }

  /** Such a handler would have to know of a variable that may not be set yet. */
  private static boolean hasHandlerInside(Loop loop, Flow flow) {
    for (int handler : flow.handlers(loop.header())) {
      if (loop.contains(handler)) {
        return true;
      }
    }
    return false;
  }

  /** The first call of each block that makes one. */
  private static List<Integer> calls(Loop loop, Flow flow) {
    var calls = new ArrayList<Integer>();
    for (int block : loop.blocks().stream().toArray()) {
      for (int i = flow.first(block); i <= flow.last(block); i++) {
        if (isCall(flow.instruction(i))) {
          calls.add(i);
          break;
        }
      }
    }
    return calls;
  }

  private static boolean isCall(Instruction instruction) {
    return switch (instruction) {
      case InvokeInstruction call -> !LeafCalls.isShort(call);
      case InvokeDynamicInstruction _, MonitorInstruction _ -> true;
      default -> false;
    };
  }

  /** The number of instructions. */
  private static int size(Loop loop, Flow flow) {
    return loop.blocks().stream().map(block -> flow.last(block) - flow.first(block) + 1).sum();
  }
}

package dev.rota.slice.weave;

import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.util.ArrayList;
import java.util.List;

/** How a loop will poll. */
sealed interface LoopPlan {
  Loop loop();

  /** At each edge back. */
  record EachTurn(Loop loop) implements LoopPlan {}

  /** At the header, before each turn: for loops that are closed in unusual ways. */
  record AtHeader(Loop loop) implements LoopPlan {}

  /** After a number of turns, which a local variable counts down. */
  record Countdown(Loop loop, int turns) implements LoopPlan {}

  /** Between chunks of a counted loop. */
  record Chunks(Loop loop, CountedLoop counted, int turns) implements LoopPlan {}

  /** The bytes that the plan adds to the code, at most. */
  default int bytes() {
    return switch (this) {
      case AtHeader _ -> 3;
      case EachTurn each -> 3 * each.loop.latches().size();
      case Countdown countdown -> 24 + 15 * countdown.loop.latches().size();
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
    if (all.stream().anyMatch(loop::holds) || calls(loop, flow)) {
      return new EachTurn(loop);
    }
    var counted = CountedLoop.of(loop, flow, dominators);
    int size = size(loop, flow);
    return counted != null
        ? new Chunks(loop, counted, Tuning.chunk(size))
        : new Countdown(loop, Tuning.countdown(size));
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

  private static boolean calls(Loop loop, Flow flow) {
    return loop.blocks().stream().anyMatch(block -> calls(block, flow));
  }

  private static boolean calls(int block, Flow flow) {
    for (int i = flow.first(block); i <= flow.last(block); i++) {
      switch (flow.instruction(i)) {
        case InvokeInstruction call when !LeafCalls.isShort(call) -> {
          return true;
        }
        case InvokeDynamicInstruction _, MonitorInstruction _ -> {
          return true;
        }
        default -> {}
      }
    }
    return false;
  }

  /** The number of instructions. */
  private static int size(Loop loop, Flow flow) {
    return loop.blocks().stream().map(block -> flow.last(block) - flow.first(block) + 1).sum();
  }
}

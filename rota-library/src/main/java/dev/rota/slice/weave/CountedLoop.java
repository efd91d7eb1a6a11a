package dev.rota.slice.weave;

import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A loop that counts an int variable up or down, by constants, to a limit that does not change: the
 * form that the JIT's compiler unrolls and vectorises, and that must look the same when woven.
 *
 * @param slot the variable's
 * @param up whether it grows
 * @param inclusive whether the limit itself stays in the loop; only of a constant limit then
 * @param testStart the index of the test's first instruction
 * @param branch the index of the test's last instruction, the branch
 * @param limit the instructions that push the limit
 */
record CountedLoop(
    int slot, boolean up, boolean inclusive, int testStart, int branch, List<Instruction> limit) {

  /** What a loop is if it is none of these, or may not end its chunks. */
  static @Nullable CountedLoop of(Loop loop, Flow flow, Dominators dominators) {
    int header = loop.header();
    var atTop = test(loop, flow, dominators, flow.first(header), flow.last(header));
    if (atTop != null || loop.latches().size() != 1) {
      return atTop;
    }
    int latch = loop.latches().getFirst();
    int branch = flow.last(latch);
    for (int start = branch - 1; start >= flow.first(latch) && start > branch - 9; start--) {
      var atBottom = test(loop, flow, dominators, start, branch);
      if (atBottom != null && goesTo(flow, branch, header) && !atBottom.limitMayThrow()) {
        return atBottom;
      }
    }
    return null;
  }

  /** Before the first turn it would throw too early. */
  private boolean limitMayThrow() {
    return limit.stream()
        .anyMatch(
            pushed -> pushed instanceof InvokeInstruction || pushed.opcode() == Opcode.ARRAYLENGTH);
  }

  private static boolean goesTo(Flow flow, int branch, int block) {
    return flow.blockOf(flow.indexOf(((BranchInstruction) flow.instruction(branch)).target()))
        == block;
  }

  private static @Nullable CountedLoop test(
      Loop loop, Flow flow, Dominators dominators, int start, int end) {
    if (!(flow.instruction(end) instanceof BranchInstruction branch) || Flow.isGoto(branch)) {
      return null;
    }
    var comparison = Comparison.of(branch.opcode());
    boolean targetInside = loop.contains(flow.blockOf(flow.indexOf(branch.target())));
    if (comparison == null || targetInside == loopsOn(loop, flow, end)) {
      return null;
    }
    var stays = targetInside ? comparison : comparison.negated();
    var operands = flow.instructions().subList(start, end);
    if (isUnary(branch.opcode())) {
      return operands.size() == 1 && operands.getFirst() instanceof LoadInstruction variable
          ? checked(loop, flow, dominators, variable, stays, start, end, List.of(), 0)
          : null;
    }
    if (operands.size() < 2) {
      return null;
    }
    if (operands.getFirst() instanceof LoadInstruction variable
        && counts(loop, flow, variable.slot())) {
      var limit = List.copyOf(operands.subList(1, operands.size()));
      return checked(
          loop, flow, dominators, variable, stays, start, end, limit, Limit.constant(limit));
    }
    if (operands.getLast() instanceof LoadInstruction variable
        && counts(loop, flow, variable.slot())) {
      var limit = List.copyOf(operands.subList(0, operands.size() - 1));
      return checked(
          loop,
          flow,
          dominators,
          variable,
          stays.swapped(),
          start,
          end,
          limit,
          Limit.constant(limit));
    }
    return null;
  }

  /** Whether the loop goes on where the branch is not taken. */
  private static boolean loopsOn(Loop loop, Flow flow, int branch) {
    return branch + 1 < flow.instructions().size() && loop.contains(flow.blockOf(branch + 1));
  }

  private static boolean isUnary(Opcode opcode) {
    return switch (opcode) {
      case IFLT, IFLE, IFGT, IFGE -> true;
      default -> false;
    };
  }

  private static boolean counts(Loop loop, Flow flow, int slot) {
    return steps(loop, flow, slot) != 0;
  }

  /** The largest step of the variable, negative if it falls; 0 if it does not count. */
  private static int steps(Loop loop, Flow flow, int slot) {
    int largest = 0;
    for (int i : Limit.instructionsOf(loop, flow)) {
      switch (flow.instruction(i)) {
        case IncrementInstruction step when step.slot() == slot -> {
          if (step.constant() == 0 || (largest != 0 && (largest > 0) != (step.constant() > 0))) {
            return 0;
          }
          largest += step.constant();
        }
        case StoreInstruction store when store.slot() == slot || wideOver(store, slot) -> {
          return 0;
        }
        default -> {}
      }
    }
    return largest;
  }

  static boolean wideOver(StoreInstruction store, int slot) {
    return store.typeKind().slotSize() == 2 && store.slot() + 1 == slot;
  }

  private static @Nullable CountedLoop checked(
      Loop loop,
      Flow flow,
      Dominators dominators,
      LoadInstruction variable,
      Comparison stays,
      int start,
      int end,
      List<Instruction> limit,
      @Nullable Integer constant) {
    int step = steps(loop, flow, variable.slot());
    boolean up = step > 0;
    boolean inclusive = stays.inclusive();
    if (variable.opcode() == Opcode.ALOAD // of another kind than what counts
        || step == 0
        || Math.abs(step) > 1024
        || up != stays.less()
        || ((inclusive || Math.abs(step) > 1) && !endsBefore(constant, step))
        || !Limit.isFixed(limit, loop, flow)
        || !stepsInEachTurn(loop, flow, dominators, variable.slot())) {
      return null;
    }
    return new CountedLoop(variable.slot(), up, inclusive, start, end, limit);
  }

  /** Else the variable may pass the limit by overflowing, and the test hold for ever. */
  private static boolean endsBefore(@Nullable Integer limit, int step) {
    return limit != null
        && (step > 0 ? limit <= Integer.MAX_VALUE - step : limit >= Integer.MIN_VALUE - step);
  }

  private static boolean stepsInEachTurn(Loop loop, Flow flow, Dominators dominators, int slot) {
    for (int i : Limit.instructionsOf(loop, flow)) {
      int block = flow.blockOf(i);
      if (flow.instruction(i) instanceof IncrementInstruction step
          && step.slot() == slot
          && flow.handlers(block).length == 0
          && loop.latches().stream().allMatch(latch -> dominators.dominates(block, latch))) {
        return true;
      }
    }
    return false;
  }

  /** The branch that stays in the loop while the variable, pushed first, is before the limit. */
  Opcode stay() {
    if (up) {
      return inclusive ? Opcode.IF_ICMPLE : Opcode.IF_ICMPLT;
    }
    return inclusive ? Opcode.IF_ICMPGE : Opcode.IF_ICMPGT;
  }

  /** The opposite of {@link #stay}. */
  Opcode leave() {
    if (up) {
      return inclusive ? Opcode.IF_ICMPGT : Opcode.IF_ICMPGE;
    }
    return inclusive ? Opcode.IF_ICMPLT : Opcode.IF_ICMPLE;
  }

  /** An order of two ints. */
  private record Comparison(boolean less, boolean inclusive) {
    static @Nullable Comparison of(Opcode opcode) {
      return switch (opcode) {
        case IF_ICMPLT, IFLT -> new Comparison(true, false);
        case IF_ICMPLE, IFLE -> new Comparison(true, true);
        case IF_ICMPGT, IFGT -> new Comparison(false, false);
        case IF_ICMPGE, IFGE -> new Comparison(false, true);
        default -> null;
      };
    }

    Comparison negated() {
      return new Comparison(!less, !inclusive);
    }

    Comparison swapped() {
      return new Comparison(!less, inclusive);
    }
  }

  /** What a variable is compared with. */
  private static final class Limit {
    static @Nullable Integer constant(List<Instruction> pushed) {
      return pushed.size() == 1
              && pushed.getFirst() instanceof ConstantInstruction constant
              && constant.constantValue() instanceof Integer value
          ? value
          : null;
    }

    /** Whether the instructions give one int, the same in all of the loop, and have no effect. */
    static boolean isFixed(List<Instruction> pushed, Loop loop, Flow flow) {
      int depth = 0;
      for (var instruction : pushed) {
        int pushes = pushes(instruction, loop, flow);
        if (pushes == IMPURE || (pushes == 0 && depth == 0) || (pushes < 0 && depth < 2)) {
          return false;
        }
        depth += pushes;
      }
      return pushed.isEmpty() || depth == 1;
    }

    private static final int IMPURE = 2;

    private static int pushes(Instruction instruction, Loop loop, Flow flow) {
      return switch (instruction) {
        case LoadInstruction load -> isInt(load) && !isStored(load.slot(), loop, flow) ? 1 : IMPURE;
        case ConstantInstruction constant ->
            constant.constantValue() instanceof Integer ? 1 : IMPURE;
        case OperatorInstruction operator ->
            switch (operator.opcode()) {
              case ARRAYLENGTH -> 0;
              case IADD, ISUB, IMUL, IAND, ISHL, ISHR, IUSHR -> -1;
              default -> IMPURE;
            };
        case InvokeInstruction call -> LeafCalls.isLengthOfString(call) ? 0 : IMPURE;
        case ArrayLoadInstruction _ -> IMPURE;
        default -> IMPURE;
      };
    }

    private static boolean isInt(LoadInstruction load) {
      return switch (load.typeKind()) {
        case INT, REFERENCE -> true;
        default -> false;
      };
    }

    private static boolean isStored(int slot, Loop loop, Flow flow) {
      for (int i : instructionsOf(loop, flow)) {
        switch (flow.instruction(i)) {
          case IncrementInstruction step when step.slot() == slot -> {
            return true;
          }
          case StoreInstruction store when store.slot() == slot || wideOver(store, slot) -> {
            return true;
          }
          default -> {}
        }
      }
      return false;
    }

    static int[] instructionsOf(Loop loop, Flow flow) {
      return loop.blocks().stream()
          .flatMap(block -> IntStream.rangeClosed(flow.first(block), flow.last(block)))
          .toArray();
    }
  }
}

package dev.rota.slice.weave;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The control flow graph of a method: basic blocks with the edges of branches, of falling through,
 * and of exceptions from every block of a try range to its handler.
 */
final class Flow {
  private final CodeAttribute code;
  private final List<Instruction> instructions = new ArrayList<>();
  private final int[] indexOfOffset;
  private final List<ExceptionCatch> catches;

  /** Of each block, the index of its first instruction; and the number of instructions, last. */
  private final int[] firsts;

  private final int[] blockOfInstruction;
  private final int[][] normalSuccessors;
  private final int[][] handlers;
  private final BitSet reachable = new BitSet();

  Flow(CodeAttribute code) {
    this.code = code;
    this.indexOfOffset = new int[code.codeLength() + 1];
    this.catches = code.exceptionHandlers();
    readInstructions();
    this.firsts = blockStarts();
    this.blockOfInstruction = blocksOfInstructions();
    this.normalSuccessors = new int[blocks()][];
    this.handlers = new int[blocks()][];
    for (int block = 0; block < blocks(); block++) {
      normalSuccessors[block] = targetsOf(block);
      handlers[block] = handlersOf(block);
    }
    findReachable();
  }

  private void readInstructions() {
    Arrays.fill(indexOfOffset, -1);
    int offset = 0;
    for (CodeElement element : code) {
      if (element instanceof Instruction instruction) {
        if (instruction instanceof DiscontinuedInstruction) {
          throw new UnweavableException("it has subroutines (jsr) in " + methodName());
        }
        indexOfOffset[offset] = instructions.size();
        instructions.add(instruction);
        offset += instruction.sizeInBytes();
      }
    }
    indexOfOffset[offset] = instructions.size();
  }

  private String methodName() {
    return code.parent().orElseThrow().methodName().stringValue();
  }

  private int[] blockStarts() {
    var starts = new BitSet();
    starts.set(0);
    for (int i = 0; i < instructions.size(); i++) {
      var targets = branchTargets(instructions.get(i));
      targets.forEach(target -> starts.set(indexOf(target)));
      if (!targets.isEmpty() || !fallsThrough(i)) {
        starts.set(i + 1);
      }
    }
    for (var region : catches) {
      starts.set(indexOf(region.tryStart()));
      starts.set(indexOf(region.tryEnd()));
      starts.set(indexOf(region.handler()));
    }
    starts.set(instructions.size());
    return starts.stream().toArray();
  }

  private int[] blocksOfInstructions() {
    var blockOf = new int[instructions.size()];
    for (int block = 0; block < blocks(); block++) {
      Arrays.fill(blockOf, first(block), last(block) + 1, block);
    }
    return blockOf;
  }

  private int[] targetsOf(int block) {
    var targets = new BitSet();
    for (var target : branchTargets(instructions.get(last(block)))) {
      targets.set(blockOf(indexOf(target)));
    }
    if (fallsThrough(last(block)) && block + 1 < blocks()) {
      targets.set(block + 1);
    }
    return targets.stream().toArray();
  }

  private int[] handlersOf(int block) {
    var found = new BitSet();
    for (var region : catches) {
      if (covers(region, first(block))) {
        found.set(blockOf(indexOf(region.handler())));
      }
    }
    return found.stream().toArray();
  }

  private void findReachable() {
    var open = new ArrayDeque<Integer>(List.of(0));
    while (!open.isEmpty()) {
      int block = open.remove();
      if (!reachable.get(block)) {
        reachable.set(block);
        Arrays.stream(normalSuccessors[block]).forEach(open::add);
        Arrays.stream(handlers[block]).forEach(open::add);
      }
    }
  }

  boolean covers(ExceptionCatch region, int instruction) {
    return indexOf(region.tryStart()) <= instruction && instruction < indexOf(region.tryEnd());
  }

  int blocks() {
    return firsts.length - 1;
  }

  int first(int block) {
    return firsts[block];
  }

  int last(int block) {
    return firsts[block + 1] - 1;
  }

  int blockOf(int instruction) {
    return blockOfInstruction[instruction];
  }

  /** The index of the instruction that the label stands before. */
  int indexOf(Label label) {
    return indexOfOffset[code.labelToBci(label)];
  }

  Instruction instruction(int index) {
    return instructions.get(index);
  }

  List<Instruction> instructions() {
    return instructions;
  }

  List<ExceptionCatch> catches() {
    return catches;
  }

  /** Whether the block can be run at all; compilers leave others behind, and they are verified. */
  boolean isReachable(int block) {
    return reachable.get(block);
  }

  /** Where a block goes by branches and by falling through. */
  int[] normalSuccessors(int block) {
    return normalSuccessors[block];
  }

  /** Where a block goes by exceptions. */
  int[] handlers(int block) {
    return handlers[block];
  }

  boolean fallsThrough(int index) {
    return switch (instructions.get(index)) {
      case ReturnInstruction _, ThrowInstruction _ -> false;
      case LookupSwitchInstruction _, TableSwitchInstruction _ -> false;
      case BranchInstruction branch -> !isGoto(branch);
      default -> true;
    };
  }

  static boolean isGoto(Instruction instruction) {
    return instruction.opcode() == Opcode.GOTO || instruction.opcode() == Opcode.GOTO_W;
  }

  static List<Label> branchTargets(Instruction instruction) {
    return switch (instruction) {
      case BranchInstruction branch -> List.of(branch.target());
      case LookupSwitchInstruction choice -> targets(choice.defaultTarget(), choice.cases());
      case TableSwitchInstruction choice -> targets(choice.defaultTarget(), choice.cases());
      default -> List.of();
    };
  }

  private static List<Label> targets(Label byDefault, List<SwitchCase> cases) {
    var all = new ArrayList<Label>(cases.size() + 1);
    all.add(byDefault);
    cases.forEach(choice -> all.add(choice.target()));
    return all;
  }
}

package dev.rota.slice.weave;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a method's code again, with polls. What is added stands where the loop's header stood, so
 * that it lies in the same try ranges, and needs no types but those that the method's stack map
 * states for the header: nothing has to be inferred, and no class looked up.
 */
final class CodeWeaver {
  private static final ClassDesc POLL = ClassDesc.of("dev.rota.slice.Poll");
  private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);
  private static final MethodTypeDesc THREE_INTS =
      MethodTypeDesc.of(
          ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
  private final CodeAttribute code;
  private final Flow flow;
  private final CodeBuilder out;
  private final Frames frames;

  /** The variable that holds the turns left, or the end of the chunk; the next one the limit. */
  private final int counter;

  /** What is done at each instruction: as loops are entered, before it, in its place, after it. */
  private final Map<Integer, Runnable> atHeader = new HashMap<>();

  private final Map<Integer, List<Runnable>> before = new HashMap<>();
  private final Map<Integer, Runnable> instead = new HashMap<>();
  private final Map<Integer, List<Runnable>> after = new HashMap<>();
  private final Map<Loop, Label> exits = new HashMap<>();
  private final List<Runnable> atEnd = new ArrayList<>();
  private final Map<Integer, Map<Integer, Label>> redirected = new HashMap<>();

  private CodeWeaver(CodeAttribute code, Flow flow, CodeBuilder out) {
    this.code = code;
    this.flow = flow;
    this.out = out;
    this.counter = code.maxLocals();
    this.frames = new Frames(code, flow);
  }

  /** Writes the code with its polls: those of loops, and those before certain calls. */
  static void weave(
      CodeAttribute code, Flow flow, List<LoopPlan> plans, BitSet calls, CodeBuilder out) {
    var weaver = new CodeWeaver(code, flow, out);
    plans.forEach(weaver::prepare);
    calls.stream().forEach(call -> weaver.before(call, weaver::poll));
    weaver.keepPlacesOfNew();
    weaver.write();
  }

  private void prepare(LoopPlan plan) {
    switch (plan) {
      case LoopPlan.AtHeader(var loop) -> atHeader.put(headerOf(loop), this::poll);
      case LoopPlan.EachTurn(var loop) -> pollEachTurn(loop);
      case LoopPlan.Countdown(var loop, int turns, var calls) -> {
        countDown(loop, turns);
        calls.forEach(call -> before(call, this::poll));
      }
      case LoopPlan.Chunks(var loop, var counted, int turns) -> cutIntoChunks(loop, counted, turns);
    }
  }

  private int headerOf(Loop loop) {
    return flow.first(loop.header());
  }

  private void pollEachTurn(Loop loop) {
    if (loop.latches().stream().allMatch(latch -> goesOnlyTo(latch, loop))) {
      loop.latches().forEach(latch -> atJump(flow.last(latch), this::poll));
    } else {
      atHeader.put(headerOf(loop), this::poll);
    }
  }

  /** Whether the block ends with a goto to the header, or by running into it. */
  private boolean goesOnlyTo(int latch, Loop loop) {
    var last = flow.instruction(flow.last(latch));
    return Flow.isGoto(last) || (Flow.branchTargets(last).isEmpty() && latch + 1 == loop.header());
  }

  /** Does something on the way of a goto, or of running on. */
  private void atJump(int instruction, Runnable action) {
    if (Flow.isGoto(flow.instruction(instruction))) {
      before(instruction, action);
    } else {
      after(instruction, action);
    }
  }

  private void after(int instruction, Runnable action) {
    after.computeIfAbsent(instruction, _ -> new ArrayList<>()).add(action);
  }

  /**
   * An inner loop that ends when its variable has counted down, in an outer one that polls: so the
   * inner one stays free of what a poll does to the JIT's view of memory.
   */
  private void countDown(Loop loop, int turns) {
    var turn = out.newLabel();
    var refill = out.newLabel();
    var pollFirst = out.newLabel();
    var countFirst = out.newLabel();
    int header = headerOf(loop);
    boolean conditional = false;
    for (int latch : loop.latches()) {
      if (goesOnlyTo(latch, loop)) {
        atJump(flow.last(latch), () -> count(turn));
        if (Flow.isGoto(flow.instruction(flow.last(latch)))) {
          redirect(flow.last(latch), header, pollFirst);
        } else {
          atJump(flow.last(latch), () -> out.goto_(pollFirst));
        }
      } else {
        conditional = true;
        redirect(flow.last(latch), header, countFirst);
        if (runsInto(latch, loop)) {
          atJump(flow.last(latch), () -> out.goto_(countFirst));
        }
      }
    }
    frames.addTo(loop, counter, 1);
    boolean countsHere = conditional;
    if (countsHere) {
      frames.copy(header, countFirst, counter, 1);
    }
    frames.copy(header, pollFirst, counter, 0);
    frames.copy(header, refill, counter, 0);
    frames.copy(header, turn, counter, 1);
    atHeader.put(
        header,
        () -> {
          out.goto_(refill);
          if (countsHere) {
            out.labelBinding(countFirst);
            count(turn);
          }
          out.labelBinding(pollFirst);
          poll();
          out.labelBinding(refill).loadConstant(turns).istore(counter).labelBinding(turn);
        });
  }

  private boolean runsInto(int latch, Loop loop) {
    return flow.fallsThrough(flow.last(latch)) && latch + 1 == loop.header();
  }

  private void count(Label turn) {
    out.iinc(counter, -1).iload(counter).ifgt(turn);
  }

  /** The loop with a nearer limit, in an outer one that moves the limit on and polls. */
  private void cutIntoChunks(Loop loop, CountedLoop counted, int turns) {
    var turn = out.newLabel();
    var next = out.newLabel();
    var start = out.newLabel();
    int header = headerOf(loop);
    for (int latch : loop.latches()) {
      redirect(flow.last(latch), header, turn);
      if (runsInto(latch, loop)) {
        atJump(flow.last(latch), () -> out.goto_(turn));
      }
    }
    frames.addTo(loop, counter, 2);
    frames.copy(header, next, counter, 2);
    frames.copy(header, start, counter, 0);
    frames.copy(header, turn, counter, 2);
    atHeader.put(
        header,
        () -> {
          out.goto_(start);
          out.labelBinding(next);
          poll();
          out.labelBinding(start);
          pushLimit(counted);
          out.istore(counter + 1);
          skipIfOver(loop, counted);
          setEnd(counted, turns);
          out.labelBinding(turn);
        });
    replaceTest(loop, counted, turn, next);
  }

  private void pushLimit(CountedLoop counted) {
    if (counted.limit().isEmpty()) {
      out.iconst_0();
    } else {
      counted.limit().forEach(out::with);
    }
  }

  /** The JIT vectorises only what it knows to begin before its limit. */
  private void skipIfOver(Loop loop, CountedLoop counted) {
    if (counted.testStart() == headerOf(loop)) {
      out.iload(counted.slot()).iload(counter + 1).branch(counted.leave(), exits.get(loop));
    }
  }

  private void setEnd(CountedLoop counted, int turns) {
    out.iload(counted.slot()).iload(counter + 1).loadConstant(turns);
    var name = counted.up() ? "chunkUp" : "chunkDown";
    out.invokestatic(POLL, name, THREE_INTS);
    out.istore(counter);
  }

  private void replaceTest(Loop loop, CountedLoop counted, Label turn, Label next) {
    for (int i = counted.testStart(); i < counted.branch(); i++) {
      instead.put(i, () -> {});
    }
    var branch = (BranchInstruction) flow.instruction(counted.branch());
    int target = flow.indexOf(branch.target());
    boolean staysByBranch = loop.contains(flow.blockOf(target));
    var inside = target == headerOf(loop) ? turn : branch.target();
    if (staysByBranch) {
      var exit = out.newLabel();
      exits.put(loop, exit);
      if (counted.testStart() == headerOf(loop)) {
        frames.copyIfNone(headerOf(loop), counted.branch() + 1, exit);
        after(counted.branch(), () -> out.labelBinding(exit));
      }
      instead.put(
          counted.branch(),
          () -> {
            out.iload(counted.slot()).iload(counter).branch(counted.stay(), inside);
            out.iload(counted.slot()).iload(counter + 1).branch(counted.stay(), next);
          });
      return;
    }
    exits.put(loop, branch.target());
    var afterChunk = out.newLabel();
    frames.copy(headerOf(loop), afterChunk, counter, 2);
    instead.put(
        counted.branch(),
        () -> out.iload(counted.slot()).iload(counter).branch(counted.leave(), afterChunk));
    atEnd.add(
        () -> {
          out.labelBinding(afterChunk);
          out.iload(counted.slot()).iload(counter + 1).branch(counted.stay(), next);
          out.goto_(branch.target());
        });
  }

  private void poll() {
    out.invokestatic(POLL, "poll", NOTHING);
  }

  private void before(int instruction, Runnable action) {
    before.computeIfAbsent(instruction, _ -> new ArrayList<>()).add(action);
  }

  /** Lets the branches of an instruction to another one go elsewhere. */
  private void redirect(int instruction, int target, Label instead) {
    redirected.computeIfAbsent(instruction, _ -> new HashMap<>()).put(target, instead);
  }

  /** A stack map tells objects that have no constructor behind them by their new instruction. */
  private void keepPlacesOfNew() {
    for (var entry : frames.placesOfNew(out::newLabel).entrySet()) {
      before(entry.getKey(), () -> out.labelBinding(entry.getValue()));
    }
  }

  private void write() {
    int next = 0;
    for (CodeElement element : code) {
      if (element instanceof Instruction instruction) {
        atHeader.getOrDefault(next, () -> {}).run();
        before.getOrDefault(next, List.of()).forEach(Runnable::run);
        var replaced = instead.get(next);
        if (replaced != null) {
          replaced.run();
        } else {
          out.with(redirect(instruction, redirected.getOrDefault(next, Map.of())));
        }
        after.getOrDefault(next, List.of()).forEach(Runnable::run);
        next++;
      } else {
        out.with(element);
      }
    }
    atEnd.forEach(Runnable::run);
    frames.write(out);
  }

  private Instruction redirect(Instruction instruction, Map<Integer, Label> targets) {
    if (targets.isEmpty()) {
      return instruction;
    }
    return switch (instruction) {
      case BranchInstruction branch ->
          BranchInstruction.of(branch.opcode(), redirect(branch.target(), targets));
      case LookupSwitchInstruction choice ->
          LookupSwitchInstruction.of(
              redirect(choice.defaultTarget(), targets), redirect(choice.cases(), targets));
      case TableSwitchInstruction choice ->
          TableSwitchInstruction.of(
              choice.lowValue(),
              choice.highValue(),
              redirect(choice.defaultTarget(), targets),
              redirect(choice.cases(), targets));
      default -> instruction;
    };
  }

  private List<SwitchCase> redirect(List<SwitchCase> cases, Map<Integer, Label> targets) {
    return cases.stream()
        .map(choice -> SwitchCase.of(choice.caseValue(), redirect(choice.target(), targets)))
        .toList();
  }

  private Label redirect(Label target, Map<Integer, Label> targets) {
    return targets.getOrDefault(flow.indexOf(target), target);
  }
}

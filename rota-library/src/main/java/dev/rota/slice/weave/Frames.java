package dev.rota.slice.weave;

import static java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo.DOUBLE;
import static java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo.INTEGER;
import static java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo.LONG;
import static java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo.TOP;

import java.lang.classfile.Attributes;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.UninitializedVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The stack map of a method while its code is woven. Class files older than Java 6 have none. */
final class Frames {
  private final Flow flow;
  private final boolean present;

  /** The original's frames, by the instruction they stand before. */
  private final Map<Integer, StackMapFrameInfo> original = new TreeMap<>();

  private final Map<Integer, StackMapFrameInfo> current = new TreeMap<>();
  private final List<StackMapFrameInfo> added = new ArrayList<>();
  private final Map<Integer, Label> places = new LinkedHashMap<>();

  Frames(CodeAttribute code, Flow flow) {
    this.flow = flow;
    var map = code.findAttribute(Attributes.stackMapTable());
    this.present = map.isPresent();
    map.ifPresent(
        attribute -> attribute.entries().forEach(e -> original.put(flow.indexOf(e.target()), e)));
    current.putAll(original);
  }

  /** Gives a loop's frames, but the header's, int variables more. */
  void addTo(Loop loop, int slot, int count) {
    original.forEach(
        (instruction, frame) -> {
          if (instruction < flow.instructions().size()
              && loop.contains(flow.blockOf(instruction))
              && instruction != flow.first(loop.header())) {
            current.put(instruction, with(frame, frame.target(), slot, count));
          }
        });
  }

  /** The header's frame once more, at another place and with int variables more. */
  void copy(int header, Label place, int slot, int count) {
    if (present) {
      var frame = original.get(header);
      if (frame == null) {
        throw new UnweavableException("its stack map lacks a frame");
      }
      added.add(with(frame, place, slot, count));
    }
  }

  /** The header's frame once more, before an instruction that has none. */
  void copyIfNone(int header, int instruction, Label place) {
    if (!original.containsKey(instruction)) {
      copy(header, place, 0, 0);
    }
  }

  private static StackMapFrameInfo with(StackMapFrameInfo frame, Label place, int slot, int count) {
    var locals = new ArrayList<>(frame.locals());
    if (count > 0) {
      int used = locals.stream().mapToInt(type -> type == LONG || type == DOUBLE ? 2 : 1).sum();
      for (int i = used; i < slot; i++) {
        locals.add(TOP);
      }
      for (int i = 0; i < count; i++) {
        locals.add(INTEGER);
      }
    }
    return StackMapFrameInfo.of(place, locals, frame.stack());
  }

  /** The new instructions that frames refer to, each with a label to stand right before it. */
  Map<Integer, Label> placesOfNew(Supplier<Label> labels) {
    for (var frame : original.values()) {
      for (var types : List.of(frame.locals(), frame.stack())) {
        for (var type : types) {
          if (type instanceof UninitializedVerificationTypeInfo made) {
            places.computeIfAbsent(flow.indexOf(made.newTarget()), _ -> labels.get());
          }
        }
      }
    }
    return places;
  }

  void write(CodeBuilder out) {
    var all = new ArrayList<StackMapFrameInfo>();
    current.values().forEach(frame -> all.add(placed(frame)));
    added.forEach(frame -> all.add(placed(frame)));
    if (!all.isEmpty()) {
      out.with(StackMapTableAttribute.of(all));
    }
  }

  private StackMapFrameInfo placed(StackMapFrameInfo frame) {
    return StackMapFrameInfo.of(frame.target(), placed(frame.locals()), placed(frame.stack()));
  }

  private List<VerificationTypeInfo> placed(List<VerificationTypeInfo> types) {
    return types.stream().map(this::placed).toList();
  }

  private VerificationTypeInfo placed(VerificationTypeInfo type) {
    if (type instanceof UninitializedVerificationTypeInfo made) {
      var place = places.get(flow.indexOf(made.newTarget()));
      return place == null ? type : UninitializedVerificationTypeInfo.of(place);
    }
    return type;
  }
}

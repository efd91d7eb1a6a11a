package dev.rota.cli.exec;

import dev.rota.cli.exec.command.Template;
import dev.rota.cli.exec.turns.CpuWeights;
import dev.rota.program.Program;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes programs of tasks.
 *
 * @param results where output goes that stays; null for nowhere
 * @param lines whether output is passed on line by line
 * @param blocks whether the input goes to standard input
 * @param weights null if all have the same
 */
record Launch(
    Template template,
    @Nullable Results results,
    boolean lines,
    boolean blocks,
    @Nullable CpuWeights weights) {

  Program program(Task task) {
    var program = unweighted(task);
    return weights == null ? program : program.withCpuWeight(weights.of(task.item));
  }

  private Program unweighted(Task task) {
    var command = new ArrayList<byte[]>();
    for (var word : words(task)) {
      command.add(word.getBytes(StandardCharsets.ISO_8859_1));
    }
    if (results != null) {
      var files = results.of(task.item);
      return new Program(command, Program.Output.NAMED_FILES, files, blocks);
    }
    var output = lines ? Program.Output.PIPES : Program.Output.FILES;
    return new Program(command, output, null, blocks);
  }

  /** A character a byte. */
  List<String> words(Task task) {
    return template.fill(task.item, task.seat);
  }
}

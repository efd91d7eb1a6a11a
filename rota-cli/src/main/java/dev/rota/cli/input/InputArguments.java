package dev.rota.cli.input;

import dev.rota.cli.args.UserError;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads the arguments INPUT; what is not there is found here, before anything runs. */
public final class InputArguments {
  private static final String JRT = "jrt:/";

  private final InputStream standardInput;
  private final Consumer<String> complaints;

  /**
   * Takes what the inputs need.
   *
   * @param complaints told, later, of what was left out
   */
  public InputArguments(InputStream standardInput, Consumer<String> complaints) {
    this.standardInput = standardInput;
    this.complaints = complaints;
  }

  /**
   * The inputs that the arguments name.
   *
   * @throws UserError if one of them names none
   */
  public Inputs parse(List<String> arguments) {
    if (arguments.stream().filter("-"::equals).count() > 1) {
      throw new UserError("standard input (-) can be read only once");
    }
    var sources = new ArrayList<Source>();
    for (var argument : arguments) {
      var source = source(argument);
      if (source instanceof Tree tree && !tree.open().hasNext()) {
        throw new UserError(
            Glob.isGlob(argument) ? "no file matches " + argument : "no files in " + argument);
      }
      sources.add(source);
    }
    return new Inputs(sources);
  }

  private Source source(String argument) {
    try {
      if (argument.equals("-")) {
        return new StandardInput(standardInput);
      }
      return argument.startsWith("jrt:") ? ofJdk(argument) : ofFiles(argument);
    } catch (InvalidPathException e) {
      throw new UserError("not a path: " + argument);
    }
  }

  private Source ofFiles(String argument) {
    var path = Path.of(argument);
    if (Files.isDirectory(path)) {
      readable(path, argument);
      return tree(slashed(argument), path, Integer.MAX_VALUE, _ -> true);
    }
    if (Files.isRegularFile(path)) {
      readable(path, argument);
      return new OneFile(argument);
    }
    if (Files.exists(path)) {
      throw new UserError("neither a file nor a folder: " + argument);
    }
    if (!Glob.isGlob(argument)) {
      throw new UserError("no such file or folder: " + argument);
    }
    var glob = new Glob(argument);
    var folder = Path.of(glob.folder());
    if (!Files.isDirectory(folder)) {
      throw new UserError("no file matches " + argument);
    }
    return tree(glob.folder(), folder, glob.depth(), glob.filter());
  }

  /** All modules lie side by side in the file system of the running JDK. */
  private Source ofJdk(String argument) {
    if (!argument.startsWith(JRT)) {
      throw new UserError("not of the form jrt:/module: " + argument);
    }
    if (Glob.isGlob(argument)) {
      var glob = new Glob(argument);
      if (!glob.folder().startsWith(JRT)) {
        throw new UserError("not of the form jrt:/module: " + argument);
      }
      return tree(glob.folder(), jdkFolder(glob.folder(), argument), glob.depth(), glob.filter());
    }
    if (Files.isRegularFile(jdkPath(argument))) {
      return new OneFile(argument);
    }
    return tree(
        slashed(argument),
        jdkFolder(argument, argument),
        Integer.MAX_VALUE,
        input -> input.endsWith(".class"));
  }

  private static Path jdkFolder(String text, String argument) {
    var folder = jdkPath(text);
    if (!Files.isDirectory(folder)) {
      throw new UserError("no such module or folder in this JDK: " + argument);
    }
    return folder;
  }

  private static Path jdkPath(String text) {
    return FileSystems.getFileSystem(URI.create(JRT))
        .getPath("/modules", text.substring(JRT.length()));
  }

  private Tree tree(String text, Path folder, int depth, Predicate<String> filter) {
    return new Tree(text, folder, depth, filter, complaints);
  }

  private static void readable(Path path, String argument) {
    if (!Files.isReadable(path)) {
      throw new UserError("cannot be read: " + argument);
    }
  }

  private static String slashed(String text) {
    return text.endsWith("/") ? text : text + "/";
  }
}

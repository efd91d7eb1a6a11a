package dev.rota.cli.function;

import dev.rota.cli.args.UserError;
import dev.rota.http.AsyncHandler;
import dev.rota.http.Handler;
import java.io.PrintWriter;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The argument HANDLER together with the user's class path. */
public final class HandlerArgument {
  private final String handler;
  private final List<Path> classPath;

  /**
   * Takes the arguments.
   *
   * @param classPath files and folders, separated as the platform does; empty for none
   */
  public HandlerArgument(String handler, String classPath) {
    this.handler = handler;
    this.classPath = new ArrayList<>(new FunctionArgument(handler, classPath).classPath());
  }

  /**
   * The name of the handler's class, compiled into {@code folder} if it is a source file.
   *
   * @throws UserError if there is none
   */
  public String find(Path folder, PrintWriter err) {
    if (!handler.endsWith(".java")) {
      return handler; // workers find out whether it is there
    }
    var source = new SourceFile(handler);
    var all = Stream.concat(Stream.of(SourceFile.locationOf(Handler.class)), classPath.stream());
    source.compile(all.toList(), folder, err);
    classPath.add(folder);
    var handlers =
        SourceFile.topLevelClasses(folder).stream()
            .map(SourceFile::read)
            .map(bytes -> ClassFile.of().parse(bytes))
            .filter(HandlerArgument::isHandler)
            .map(model -> model.thisClass().asInternalName().replace('/', '.'))
            .toList();
    if (handlers.size() != 1) {
      throw new UserError(
          handler
              + (handlers.isEmpty() ? " has no class" : " has more than one class")
              + " that implements dev.rota.http.Handler or AsyncHandler");
    }
    return handlers.getFirst();
  }

  private static boolean isHandler(ClassModel model) {
    return model.interfaces().stream()
        .map(type -> type.asInternalName().replace('/', '.'))
        .anyMatch(
            name ->
                name.equals(Handler.class.getName()) || name.equals(AsyncHandler.class.getName()));
  }

  /** Where the user's classes are. */
  public List<Path> classPath() {
    return List.copyOf(classPath);
  }
}

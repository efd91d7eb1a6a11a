import java.io.File;
import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * Build step: lays out the command as it runs, in a folder of jars with caches that make it start
 * fast.
 *
 * <p>A cache (JEP 483, 514) holds loaded and linked classes, but none whose file format is too old
 * for the current verifier, and picocli's is Java 5's. So the classes of the libraries are
 * rewritten first.
 */
class Dist {
  /** From this format on a class brings the stack maps that the current verifier works with. */
  static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

  static final ClassFile REWRITER = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS);

  /**
   * Arguments: target folder, file of JVM options, the command's jar, class path of its libraries.
   */
  static void main(String[] args) throws Exception {
    var dist = Path.of(args[0]);
    var options = Path.of(args[1]);
    var lib = Files.createDirectories(dist.resolve("lib"));

    var command = lib.resolve("rota-cli.jar");
    modernize(Path.of(args[2]), command);
    var made = new HashSet<>(List.of(command));
    for (var library : args[3].split(File.pathSeparator)) {
      var jar = lib.resolve(Path.of(library).getFileName());
      if (library.endsWith(".jar")) {
        modernize(Path.of(library), jar);
        made.add(jar);
      }
    }
    try (var all = Files.list(lib)) {
      for (var old : all.filter(file -> !made.contains(file)).toList()) {
        Files.delete(old); // of another version
      }
    }
    train(dist, options, command, "exec");
    train(dist, options, command, "rota");
    // For the launcher: the JDK that the cache is for, and, as the file's time, how old the sources
    // may be.
    Files.writeString(dist.resolve("built"), System.getProperty("java.home") + "\n");
  }

  static void modernize(Path from, Path to) throws IOException {
    var rewritten = to.resolveSibling(to.getFileName() + ".new");
    try (var in = new JarFile(from.toFile());
        var out = new JarOutputStream(Files.newOutputStream(rewritten))) {
      for (var entry : Collections.list(in.entries())) {
        var bytes = in.getInputStream(entry).readAllBytes();
        var copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        out.write(entry.getName().endsWith(".class") ? modernize(bytes) : bytes);
      }
    }
    // A rename, so that a command that runs keeps the jar that it has open.
    Files.move(rewritten, to, StandardCopyOption.ATOMIC_MOVE);
  }

  static byte[] modernize(byte[] bytes) {
    var model = REWRITER.parse(bytes);
    if (model.majorVersion() >= FIRST_WITH_STACK_MAPS) {
      return bytes;
    }
    // The second transform changes nothing, but makes the method bodies be written anew, with stack
    // maps.
    var modern =
        REWRITER.transformClass(
            model,
            ((ClassTransform) Dist::currentVersion)
                .andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
    var errors = REWRITER.verify(modern);
    if (!errors.isEmpty()) {
      throw new VerifyError(errors.toString());
    }
    return modern;
  }

  static void currentVersion(ClassBuilder builder, ClassElement element) {
    if (element instanceof ClassFileVersion) {
      builder.withVersion(ClassFile.latestMajorVersion(), 0);
    } else {
      builder.with(element);
    }
  }

  /** A JVM without such a cache still runs the command, so a failure here is only told. */
  static void train(Path dist, Path options, Path command, String name)
      throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var cache = dist.resolve(name + ".aot");
    var fresh = dist.resolve(name + ".aot.new");
    var line = new ArrayList<>(List.of(java.toString(), "@" + options));
    line.add("-Drota.cache=off"); // the workers' cache is the launcher's affair
    line.addAll(
        List.of(
            "-XX:AOTCacheOutput=" + fresh,
            "-cp",
            command.toString(),
            "dev.rota.cli.Rehearsal",
            name));
    var log = dist.resolve(name + "-training.log").toFile();
    var status =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log).start().waitFor();
    if (status == 0) {
      Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE);
    } else {
      System.err.println("No start cache, the command will start slower: see " + log);
    }
  }
}

package kernels;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.re2j.Pattern;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Script;
import org.sat4j.core.VecInt;
import org.sat4j.minisat.SolverFactory;
import org.sat4j.specs.ContradictionException;
import org.sat4j.specs.TimeoutException;

/** Real programs, used as libraries. */
public final class Libraries {
  private static final int HOLES = 7;

  private Libraries() {}

  /** The Eclipse compiler on a class of 60 methods, without writing class files. */
  public static final class Compiler {
    private final String command;

    /** Writes the source. */
    public Compiler() {
      System.setProperty("jdt.compiler.useSingleThread", "true"); // the thread that is measured
      try {
        Path folder = Files.createTempDirectory("rota-weaving");
        folder.toFile().deleteOnExit();
        Path file = folder.resolve("Sample.java");
        Files.writeString(file, source());
        file.toFile().deleteOnExit();
        command = "-proc:none -nowarn -d none -source 17 -target 17 " + file;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String source() {
      var text = new StringBuilder("import java.util.*; class Sample {\n");
      for (int i = 0; i < 60; i++) {
        text.append(
            """
            int m%1$d(List<String> words, int n) {
              Map<String, Integer> counts = new HashMap<>();
              for (int i = 0; i < n; i++) {
                for (String word : words) { counts.merge(word + i, %1$d, Integer::sum); }
              }
              return counts.values().stream().mapToInt(x -> x * %1$d).sum();
            }
            """
                .formatted(i));
      }
      return text.append("}\n").toString();
    }

    /** Compiles it. */
    public long run() {
      var nowhere = new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      return BatchCompiler.compile(command, nowhere, nowhere, null) ? 1 : 0;
    }
  }

  /** Gson: text to a tree and back. */
  public static final class Json {
    private final String text = Symbolic.sampleJson();

    /** Parses and writes. */
    public long run() {
      JsonElement tree = JsonParser.parseString(text);
      return tree.toString().length();
    }
  }

  /** RE2/J: automata over text. */
  public static final class Regex {
    private final Pattern pattern = Pattern.compile("(\\w+)@(\\w+\\.)+(com|org|net)");
    private final String text =
        "some text with user@mail.example.org and other@x.net words between ".repeat(20);

    /** Finds all addresses. */
    public long run() {
      var matcher = pattern.matcher(text);
      long sum = 0;
      while (matcher.find()) {
        sum = sum * 31 + matcher.start(1) + matcher.group(2).length();
      }
      return sum;
    }
  }

  /** JMustache: a page of 100 rows. */
  public static final class Page {
    private final Template template =
        Mustache.compiler()
            .compile("<ul>{{#items}}<li>{{name}}: {{price}} {{#sold}}sold{{/sold}}</li>{{/items}}");
    private final Map<String, Object> model = Map.of("items", items());

    private static List<Map<String, Object>> items() {
      var items = new ArrayList<Map<String, Object>>();
      for (int i = 0; i < 100; i++) {
        items.add(Map.of("name", "item <" + i + ">", "price", i * 3, "sold", i % 2 == 0));
      }
      return items;
    }

    /** Writes the page. */
    public long run() {
      return template.execute(model).length();
    }
  }

  /** Sat4j: more pigeons than holes. */
  public static final class Pigeons {
    /** Searches in vain. */
    public long run() {
      var solver = SolverFactory.newDefault();
      solver.newVar(HOLES * (HOLES + 1));
      try {
        for (int pigeon = 0; pigeon <= HOLES; pigeon++) {
          var somewhere = new VecInt();
          for (int hole = 0; hole < HOLES; hole++) {
            somewhere.push(variable(pigeon, hole));
            for (int other = 0; other < pigeon; other++) {
              var apart = new int[] {-variable(pigeon, hole), -variable(other, hole)};
              solver.addClause(new VecInt(apart));
            }
          }
          solver.addClause(somewhere);
        }
        return solver.isSatisfiable() ? 1 : 0;
      } catch (ContradictionException | TimeoutException e) {
        throw new IllegalStateException(e);
      }
    }

    private static int variable(int pigeon, int hole) {
      return pigeon * HOLES + hole + 1;
    }
  }

  /** Rhino, interpreting. */
  public static final class Interpreter {
    private static final String SOURCE =
        """
        function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
        var text = '', counts = {};
        for (var i = 0; i < 300; i++) { text += i % 7; counts['k' + i % 13] = i; }
        fib(13) + text.length + counts.k5;
        """;

    /** Runs a script. */
    public long run() {
      try (var context = Context.enter()) {
        context.setInterpretedMode(true);
        Script script = context.compileString(SOURCE, "script", 1, null);
        var scope = context.initSafeStandardObjects();
        return (long) Context.toNumber(script.exec(context, scope));
      }
    }
  }
}

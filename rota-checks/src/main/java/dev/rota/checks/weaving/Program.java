package dev.rota.checks.weaving;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import kernels.Libraries;
import kernels.Numeric;
import kernels.Symbolic;

/** What is run woven and unwoven, by name: what makes the thing to be called again and again. */
final class Program {
  /** Small ones. Each returns something that must be the same on both sides. */
  static final Map<String, Supplier<LongSupplier>> KERNELS = kernels();

  /** Large ones. */
  static final Map<String, Supplier<LongSupplier>> LIBRARIES = libraries();

  private Program() {}

  private static Map<String, Supplier<LongSupplier>> kernels() {
    var all = new LinkedHashMap<String, Supplier<LongSupplier>>();
    all.put("int array sum", () -> new Numeric()::arraySum);
    all.put("vector add", () -> new Numeric()::vectorAdd);
    all.put("xorshift", () -> new Numeric()::xorshift);
    all.put("matrix multiply 128", () -> new Numeric()::matrixMultiply);
    all.put("sieve", () -> new Numeric()::sieve);
    all.put("string building and hashing", () -> new Symbolic()::strings);
    all.put("recursive fib", () -> new Numeric()::fibonacci);
    all.put("HashMap churn", () -> new Symbolic()::mapChurn);
    all.put("JSON parser", () -> new Symbolic()::parseJson);
    all.put("quicksort", () -> new Numeric()::quicksort);
    all.put("Mandelbrot", () -> new Numeric()::mandelbrot);
    all.put("rows of 16 elements", () -> new Numeric()::shortRows);
    return all;
  }

  private static Map<String, Supplier<LongSupplier>> libraries() {
    var all = new LinkedHashMap<String, Supplier<LongSupplier>>();
    all.put("Eclipse compiler", () -> new Libraries.Compiler()::run);
    all.put("Gson", () -> new Libraries.Json()::run);
    all.put("RE2/J", () -> new Libraries.Regex()::run);
    all.put("JMustache", () -> new Libraries.Page()::run);
    all.put("Sat4j", () -> new Libraries.Pigeons()::run);
    all.put("Rhino, interpreting", () -> new Libraries.Interpreter()::run);
    return all;
  }

  static LongSupplier make(String name) {
    var maker = KERNELS.containsKey(name) ? KERNELS.get(name) : LIBRARIES.get(name);
    if (maker == null) {
      throw new IllegalArgumentException("no such program: " + name);
    }
    return maker.get();
  }
}

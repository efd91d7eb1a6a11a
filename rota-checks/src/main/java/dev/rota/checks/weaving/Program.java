package dev.rota.checks.weaving;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import kernels.Numeric;
import kernels.Symbolic;

/** What is run woven and unwoven: a name, and what makes the thing to be called again and again. */
final class Program {
  /** By their names. Each returns something that must be the same on both sides. */
  static final Map<String, Supplier<LongSupplier>> ALL = kernels();

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
}

package dev.rota.slice.weave;

import java.util.random.RandomGenerator;

/**
 * Writes a method of nested loops and branches, the same for the same random numbers. All of it
 * ends: what does not by itself does when a budget is used up.
 */
final class RandomProgram {
  private static final String[] INTS = {"a", "b", "c"};

  private final RandomGenerator random;
  private final StringBuilder text = new StringBuilder();
  private int names;
  private int loops;

  /** The label of the outermost loop around, or -1. */
  private int outermost = -1;

  private RandomProgram(RandomGenerator random) {
    this.random = random;
  }

  /** A static method without parameters that returns a long. */
  static String method(String name, RandomGenerator random) {
    var program = new RandomProgram(random);
    program.line("public static long %s() {", name);
    program.line("int budget = %d, a = %d, b = 1, c = 2; long sum = 0;", 1_000, program.number());
    program.line("int[] array = new int[%d];", 1 + random.nextInt(40));
    program.line("try {");
    program.block(0);
    program.line("} catch (ArithmeticException | ArrayIndexOutOfBoundsException e) {");
    program.line("sum ^= e.getMessage().length(); }");
    program.line("for (int value : array) { sum = sum * 31 + value; }");
    program.line("return sum ^ a ^ b ^ c; }");
    return program.text.toString();
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is not among the dependencies
  private void line(String format, Object... arguments) {
    text.append(format.formatted(arguments)).append('\n');
  }

  private void block(int depth) {
    int statements = 1 + random.nextInt(3);
    for (int i = 0; i < statements; i++) {
      statement(depth);
    }
  }

  private void statement(int depth) {
    if (depth == 4) {
      assignment();
      return;
    }
    switch (random.nextInt(11)) {
      case 0, 1, 2 -> countedLoop(depth);
      case 3 -> whileLoop(depth);
      case 4 -> doLoop(depth);
      case 5 -> tryBlock(depth);
      case 6 -> branch(depth);
      case 7 -> choice(depth);
      case 8 -> line("synchronized (array) { sum += %s; }", variable());
      default -> assignment();
    }
  }

  private void countedLoop(int depth) {
    var i = "i" + names++;
    boolean up = random.nextBoolean();
    int step = random.nextInt(3) == 0 ? 1 + random.nextInt(7) : 1;
    var limit =
        switch (random.nextInt(4)) {
          case 0 -> "array.length";
          case 1 -> variable() + " % 50";
          case 2 -> "array.length - " + random.nextInt(3);
          default -> Integer.toString(random.nextInt(60) - 5);
        };
    var test = (up ? "<" : ">") + (random.nextInt(3) == 0 ? "=" : "");
    line(
        "l%d: for (int %s = %d; %s %s %s; %s %s= %d) {",
        loops++, i, up ? 0 : random.nextInt(70), i, test, limit, i, up ? "+" : "-", step);
    body(depth, i);
    line("}");
  }

  private void body(int depth, String i) {
    int outside = outermost;
    outermost = outside < 0 ? loops - 1 : outside;
    line("if (--budget < 0) { break; }");
    line("sum = sum * 7 + %s;", i);
    if (random.nextInt(4) == 0) {
      line("array[Math.abs(%s) %% array.length] += %s;", i, variable());
    }
    block(depth + 1);
    switch (random.nextInt(8)) {
      case 0 -> line("if (%s %% 9 == 5) { continue; }", variable());
      case 1 -> line("if (%s %% 11 == 3) { break; }", variable());
      case 2 -> line("if (%s == 77) { break l%d; }", variable(), outermost);
      default -> {}
    }
    assignment();
    outermost = outside;
  }

  private void whileLoop(int depth) {
    var i = "i" + names++;
    line("int %s = %d;", i, random.nextInt(30));
    line("l%d: while (%s %s %d) {", loops++, i, random.nextBoolean() ? "<" : "!=", 35);
    body(depth, i);
    line("%s++; }", i);
  }

  private void doLoop(int depth) {
    var i = "i" + names++;
    line("int %s = %d;", i, random.nextInt(30));
    line("l%d: do {", loops++);
    line("%s%s;", i, random.nextBoolean() ? "++" : " += 2");
    body(depth, i);
    line("} while (%s < %s);", i, random.nextBoolean() ? "30" : "array.length");
  }

  private void tryBlock(int depth) {
    line("try { sum += 100 / (%s %% 5);", variable());
    block(depth + 1);
    line("} catch (ArithmeticException e) { sum += e.getMessage().length();");
    if (random.nextBoolean()) {
      line("} finally { sum ^= %s;", variable());
    }
    line("}");
  }

  private void branch(int depth) {
    line("if (%s %% 3 %s 1) {", variable(), random.nextBoolean() ? "==" : "<");
    block(depth + 1);
    line("} else {");
    block(depth + 1);
    line("}");
  }

  private void choice(int depth) {
    line("switch (%s & 3) { case 0:", variable());
    block(depth + 1);
    line("case 2:");
    block(depth + 1);
    line("break; default:");
    assignment();
    line("}");
  }

  private void assignment() {
    switch (random.nextInt(5)) {
      case 0 -> line("%s += %s * %d;", variable(), variable(), number());
      case 1 -> line("%s = (int) (sum >>> 3) & 0xffff;", variable());
      case 2 -> line("sum ^= new String(%s %% 2 == 0 ? \"xy\" : \"z\").length();", variable());
      case 3 ->
          line(
              "sum += array[Math.floorMod(%s, array.length + (%s == 7 ? 9 : 0))];",
              variable(), variable());
      default -> line("%s ^= %s + %d;", variable(), variable(), number());
    }
  }

  private String variable() {
    return INTS[random.nextInt(INTS.length)];
  }

  private int number() {
    return random.nextInt(100);
  }
}

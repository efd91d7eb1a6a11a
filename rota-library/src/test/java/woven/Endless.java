package woven;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Methods that never end, or not before the machine does. */
@SuppressWarnings({
  "EmptyCatch",
  "InfiniteRecursion",
  "IntLongMath",
  "LoopConditionChecker",
  "RedundantControlFlow",
  "RefactorSwitch",
  "StatementSwitchToExpressionSwitch",
  "StaticGuardedByInstance",
  "UnusedVariable"
}) // odd on purpose
public final class Endless {
  private static int number;
  private static volatile int volatileNumber;

  public static void forEver() {
    while (true) {
      number++;
    }
  }

  public static void empty() {
    for (; ; ) {}
  }

  public static void doForEver() {
    do {
      number++;
    } while (number != 0 || volatileNumber == 0);
  }

  public static void toTheLargestInt() {
    int limit = Integer.MAX_VALUE;
    for (int i = limit - 100; i <= limit; i++) {
      number = i;
    }
  }

  public static void toTheSmallestInt() {
    int limit = Integer.MIN_VALUE;
    for (int i = limit + 100; i >= limit; i--) {
      number = i;
    }
  }

  public static void overTheLargestInt() {
    int limit = Integer.MAX_VALUE;
    for (int i = limit - 5; i < limit; i += 8) {
      number = i;
    }
  }

  public static void overTheSmallestInt() {
    int limit = Integer.MIN_VALUE;
    for (int i = limit + 5; i > limit; i -= 8) {
      number = i;
    }
  }

  public static void inTwoSteps() {
    int limit = Integer.MAX_VALUE;
    int i = limit - 5;
    while (i < limit) {
      i += 2;
      i += 6;
      number++;
    }
  }

  public static void overTheLargestConstant() {
    for (int i = Integer.MAX_VALUE - 5; i < Integer.MAX_VALUE; i += 2) {
      number = i;
    }
  }

  public static void neverCounted() {
    for (int i = 0; i < 10; ) {
      number += i;
    }
  }

  public static void countedInBranch() {
    for (int i = 0; i < 10; ) {
      if (volatileNumber > 0) {
        i++;
      }
    }
  }

  public static void setBack() {
    for (int i = 0; i < 1_000; i++) {
      if (i > 500) {
        i = 0;
      }
    }
  }

  public static void byException() {
    while (true) {
      try {
        throw new IllegalStateException();
      } catch (IllegalStateException e) {
        number++;
      }
    }
  }

  public static void byContinueInCatch() {
    for (int i = 0; i < 10; ) {
      try {
        number = 1 / volatileNumber;
        i++;
      } catch (ArithmeticException e) {
        continue;
      }
    }
  }

  public static void byFinally() {
    while (true) {
      try {
        number++;
      } finally {
        number ^= 3;
      }
    }
  }

  public static void bySwitch() {
    int state = 0;
    while (true) {
      switch (state) {
        case 0 -> state = 1;
        case 1 -> state = 2;
        default -> state = 0;
      }
    }
  }

  public static void longs() {
    for (long i = 0; i < Long.MAX_VALUE; i++) {
      number ^= (int) i;
    }
  }

  public static void shortInner() {
    while (true) {
      for (int i = 0; i < 3; i++) {
        number += i;
      }
    }
  }

  public static void emptyInner() {
    int n = volatileNumber;
    while (true) {
      for (int i = 0; i < n; i++) {
        number += i;
      }
    }
  }

  public static void callsShort() {
    var text = "text";
    for (int i = 0; ; i = (i + 1) % text.length()) {
      number += text.charAt(i);
    }
  }

  public static void callsLoops() {
    while (true) {
      threeTurns();
    }
  }

  private static void threeTurns() {
    for (int i = 0; i < 3; i++) {
      number += i;
    }
  }

  public static void underLock() {
    synchronized (Endless.class) {
      while (true) {
        number++;
      }
    }
  }

  public static void locksInside() {
    var lock = new Object();
    while (true) {
      synchronized (lock) {
        number++;
      }
    }
  }

  public static void nestedDeep() {
    for (int a = 0; a < 100_000; a++) {
      for (int b = 0; b < 100_000; b++) {
        for (int c = 0; c < 100_000; c++) {
          for (int d = 0; d < 100_000; d++) {
            number += a ^ b ^ c ^ d;
          }
        }
      }
    }
  }

  public static void binaryCalls() {
    binary(60);
  }

  private static int binary(int depth) {
    return depth == 0 ? 1 : binary(depth - 1) + binary(depth - 1);
  }

  public static void mutualCalls() {
    left(60);
  }

  private static int left(int depth) {
    return depth == 0 ? 1 : right(depth - 1) + right(depth - 1);
  }

  private static int right(int depth) {
    return depth == 0 ? 1 : left(depth - 1);
  }

  public static void callsAfterLoopNotTaken() {
    afterLoop(60, 0);
  }

  private static int afterLoop(int depth, int turns) {
    int sum = 0;
    for (int i = 0; i < turns; i++) {
      sum += i;
    }
    return depth == 0 ? sum : afterLoop(depth - 1, turns) + afterLoop(depth - 1, turns);
  }

  interface Node {
    int visit(int depth);
  }

  public static void callsAcrossClasses() {
    new Branch().visit(60);
  }

  static final class Branch implements Node {
    @Override
    public int visit(int depth) {
      Node other = depth % 2 == 0 ? new Branch() : new Twig();
      return depth == 0 ? 1 : other.visit(depth - 1) + other.visit(depth - 1);
    }
  }

  static final class Twig implements Node {
    @Override
    public int visit(int depth) {
      return depth == 0 ? 1 : new Branch().visit(depth - 1);
    }
  }

  public static void callsThroughTheJdk() {
    Map<Integer, Integer> map = new TreeMap<>();
    compute(map, 60);
  }

  private static int compute(Map<Integer, Integer> map, int depth) {
    List.of(depth).forEach(number -> twice(map, number));
    return map.size();
  }

  private static void twice(Map<Integer, Integer> map, int depth) {
    if (depth > 0) {
      compute(map, depth - 1);
      compute(map, depth - 1);
    }
  }

  public static void lambda() {
    Runnable endless =
        () -> {
          while (true) {
            number++;
          }
        };
    endless.run();
  }
}

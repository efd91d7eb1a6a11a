package woven;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Methods with loops and calls of all shapes; each returns the same whenever it is called. */
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
public final class Samples {
  private int field;
  private final Object lock = new Object();

  public static long sum() {
    int[] numbers = new int[50_000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i * 7;
    }
    int sum = 0;
    for (int number : numbers) {
      sum += number;
    }
    return sum;
  }

  public static long down() {
    long sum = 0;
    for (int i = 40_000; i >= 0; i--) {
      sum = sum * 31 + i;
    }
    for (int i = 40_000; i > 3; i -= 3) {
      sum = sum * 31 + i;
    }
    return sum;
  }

  public static long steps() {
    long sum = 0;
    for (int i = 0; i < 100_000; i += 7) {
      sum += i;
    }
    for (int i = -100_000; i <= 5; i += 2) {
      sum ^= i;
    }
    for (int i = 0; 90_000 > i; i++) {
      sum += i ^ sum;
    }
    return sum;
  }

  public static long atTheEndOfInts() {
    long sum = 0;
    int limit = Integer.MAX_VALUE;
    for (int i = Integer.MAX_VALUE - 40_000; i < limit; i++) {
      sum += i;
    }
    limit = Integer.MIN_VALUE + 1;
    for (int i = Integer.MIN_VALUE + 30_000; i > limit; i -= 1) {
      sum += i;
    }
    limit = Integer.MAX_VALUE - 2;
    for (int i = Integer.MAX_VALUE - 1_002; i < limit; i += 5) {
      sum += i;
    }
    return sum;
  }

  public static long emptyRanges() {
    long sum = 0;
    int n = -5;
    for (int i = 0; i < n; i++) {
      sum++;
    }
    for (int i = 3; i < 3; i++) {
      sum++;
    }
    int i = 9;
    do {
      sum += i;
      i++;
    } while (i < n);
    for (n = 0; n < 30_000; n++) {
      sum += n;
    }
    return sum + i;
  }

  public static long doWhile() {
    int i = 0;
    long sum = 0;
    do {
      sum += i * 3L;
      i++;
    } while (i < 60_000);
    do {
      sum ^= i--;
    } while (i > 7);
    return sum;
  }

  public static long nested() {
    long sum = 0;
    for (int i = 0; i < 60; i++) {
      for (int j = i; j < 60; j++) {
        for (int k = j; k >= 0; k--) {
          sum += i ^ (j * k);
        }
      }
    }
    return sum;
  }

  public static long labels() {
    long sum = 0;
    outer:
    for (int i = 0; i < 1_000; i++) {
      for (int j = 0; j < 1_000; j++) {
        if (j > i) {
          continue outer;
        }
        if (i * j > 200_000) {
          break outer;
        }
        sum += j;
      }
    }
    return sum;
  }

  public static long switches() {
    long sum = 0;
    int state = 0;
    for (int i = 0; i < 30_000; i++) {
      switch (state) {
        case 0:
          state = 5;
          continue;
        case 5:
          state = 1_000;
          break;
        case 1_000:
          state = i % 3 == 0 ? 0 : 7;
          continue;
        default:
          state = 0;
      }
      sum += state + i;
    }
    return sum;
  }

  public static long exceptionsInside() {
    long sum = 0;
    for (int i = 0; i < 5_000; i++) {
      try {
        if (i % 7 == 0) {
          throw new IllegalStateException("seven");
        }
        sum += 10 / (i % 5);
      } catch (ArithmeticException e) {
        sum -= 1;
      } catch (IllegalStateException e) {
        sum += e.getMessage().length();
      } finally {
        sum ^= i;
      }
    }
    return sum;
  }

  public static long exceptionsAround() {
    int[] numbers = new int[3_000];
    long sum = 0;
    try {
      for (int i = 0; ; i++) {
        sum += numbers[i] + i;
      }
    } catch (ArrayIndexOutOfBoundsException e) {
      return sum;
    } finally {
      sum = -1;
    }
  }

  public static long retries() {
    int attempts = 0;
    while (true) {
      try {
        attempts++;
        if (attempts < 2_000) {
          throw new IllegalStateException();
        }
        return attempts;
      } catch (IllegalStateException e) {
        // once more
      }
    }
  }

  public long locks() {
    for (int i = 0; i < 3_000; i++) {
      synchronized (lock) {
        field += i;
        for (int j = 0; j < 10; j++) {
          if (j == 7) {
            break;
          }
          field ^= j;
        }
      }
    }
    synchronized (this) {
      while (field % 10 != 3) {
        field++;
      }
    }
    return field + synchronizedSum();
  }

  private synchronized int synchronizedSum() {
    for (int i = 0; i < 5_000; i++) {
      field += i & 3;
    }
    return field;
  }

  public static long wideLocals() {
    long a = 1;
    double b = 2;
    long c = 3;
    for (long i = 0; i < 5_000; i++) {
      double d = b * 0.5;
      long e = a ^ i;
      a = c + e;
      b = d + (e & 15);
      c ^= (long) d;
    }
    float f = 0;
    for (float g = 0; g < 3_000f; g += 1.5f) {
      f += g;
    }
    return a ^ Double.doubleToLongBits(b) ^ c ^ Float.floatToIntBits(f);
  }

  public static long lambdas() {
    IntUnaryOperator loop =
        n -> {
          int sum = 0;
          for (int i = 0; i < n; i++) {
            sum += i;
          }
          return sum;
        };
    return IntStream.range(0, 200).map(loop).sum();
  }

  public static String text() {
    var text = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      text.append((char) ('a' + i % 26)).append(i);
    }
    int hash = 0;
    var built = text.toString();
    for (int i = 0; i < built.length(); i++) {
      hash = hash * 31 + built.charAt(i);
    }
    int letters = 0;
    int at = 0;
    while (at < built.length() && built.charAt(at) != '!') {
      if (Character.isLetter(built.charAt(at++))) {
        letters++;
      }
    }
    return hash + " " + letters;
  }

  public static String collections() {
    var counts = new HashMap<String, Integer>();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      words.add("w" + i % 37);
    }
    for (var word : words) {
      counts.merge(word, 1, Integer::sum);
    }
    words.removeIf(word -> word.endsWith("3"));
    words.sort((one, other) -> other.compareTo(one));
    return counts.get("w5") + words.get(0) + words.size();
  }

  public static long recursion() {
    return fibonacci(15) + even(1_000) + ackermann(2, 3);
  }

  private static int fibonacci(int n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  }

  private static int even(int n) {
    return n == 0 ? 1 : odd(n - 1);
  }

  private static int odd(int n) {
    return n == 0 ? 0 : even(n - 1);
  }

  private static int ackermann(int m, int n) {
    return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
  }

  public static long newInLoops() {
    long sum = 0;
    int i = 0;
    while (i < 2_000) {
      sum += new StringBuilder(i % 2 == 0 ? "even" : "odd").append(i).length();
      i++;
    }
    for (String text = new String(i > 5 ? "x" : "y"); text.length() < 50; ) {
      text = new String(text.length() % 2 == 0 ? text + "a" : text + "b");
    }
    return sum;
  }

  public static long expressionStack() {
    int[] numbers = {1, 2, 3, 4, 5};
    int sum = 0;
    for (int i = 0; i < 3_000; i++) {
      sum +=
          numbers[i % 5]
              * switch (i % 4) {
                case 0 -> {
                  int inner = 0;
                  for (int j = 0; j < 5; j++) {
                    inner += j;
                  }
                  yield inner;
                }
                case 1 -> 7;
                default -> i;
              };
    }
    return sum;
  }

  public static long limitsThatMove() {
    int n = 100;
    int sum = 0;
    for (int i = 0; i < n; i++) {
      if (i % 10 == 0 && n < 5_000) {
        n += 15;
      }
      sum += i;
    }
    int[] numbers = new int[10];
    for (int i = 0; i < numbers.length; i++) {
      if (numbers.length < 3_000) {
        numbers = Arrays.copyOf(numbers, numbers.length + 3);
      }
      sum += numbers.length;
    }
    for (int i = 0; i < 20_000; i++) {
      i = i % 9 == 0 ? i + 5 : i;
      sum += i;
    }
    return sum;
  }

  public static long computedLimits() {
    int[] numbers = new int[30_000];
    int half = 2;
    long sum = 0;
    for (int i = 1; i < numbers.length - 1; i++) {
      numbers[i] = i + numbers[i - 1];
    }
    for (int i = numbers.length / half - 1; i >= 0; i--) {
      sum += numbers[i];
    }
    for (int i = 0; i < (numbers.length >> 1) - half * 3; ++i) {
      sum ^= numbers[i] + numbers[numbers.length - 1 - i];
    }
    return sum;
  }

  public static String stackTraces() {
    int[] numbers = new int[20];
    var lines = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      try {
        int at = i;
        while (true) {
          numbers[at] = 100 / (19 - at);
          at += 1;
        }
      } catch (ArithmeticException | ArrayIndexOutOfBoundsException e) {
        lines.append(e.getStackTrace()[0]).append(e.getMessage());
      }
    }
    try {
      nullLimit(null);
    } catch (NullPointerException e) {
      lines.append(e.getStackTrace()[0]);
    }
    return lines.toString();
  }

  public static long limitThatThrowsAtTheEnd() {
    var samples = new Samples();
    try {
      samples.nullLimitAtTheEnd(null);
    } catch (NullPointerException e) {
      samples.field++;
    }
    for (int i = 0; i < 3; i++) {
      samples.nullLimitAtTheEnd(new int[20]);
    }
    return samples.field;
  }

  private void nullLimitAtTheEnd(int[] numbers) {
    int i = 0;
    do {
      field += 10;
      i++;
    } while (i < numbers.length);
  }

  public static long callsInLoops() {
    var samples = new Samples();
    int n = 1_000;
    for (int i = 0; i < n; i++) {
      samples.add(i);
    }
    for (int i = n; i >= 0; i -= 2) {
      if (i % 7 == 0) {
        continue;
      }
      samples.add(i);
    }
    int i = 0;
    do {
      samples.add(i++);
    } while (i < n);
    while (samples.field % 5 != 0) {
      samples.add(i);
      if (samples.field % 3 == 0) {
        continue;
      }
      samples.add(1);
    }
    return samples.field;
  }

  private void add(int number) {
    field = field * 31 + number;
  }

  private static int nullLimit(int[] numbers) {
    int sum = 0;

    for (int i = 0; i < numbers.length; i++) {
      sum += i;
    }
    return sum;
  }
}

package kernels;

/** Loops over numbers and arrays. */
public final class Numeric {
  private static final int SIZE = 128;

  private final int[] ints = new int[100_000];
  private final int[] others = new int[100_000];
  private final int[] sums = new int[100_000];
  private final double[][] left = new double[SIZE][SIZE];
  private final double[][] right = new double[SIZE][SIZE];
  private final double[][] product = new double[SIZE][SIZE];
  private final int[][] rows = new int[5_000][16];

  /** Fills the arrays. */
  public Numeric() {
    for (int i = 0; i < ints.length; i++) {
      ints[i] = i * 31;
      others[i] = i ^ 0x5555;
    }
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        left[i][j] = i + j;
        right[i][j] = i - j;
      }
    }
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = i * j;
      }
    }
  }

  /** A reduction that the JIT vectorises. */
  public long arraySum() {
    int sum = 0;
    for (int value : ints) {
      sum += value;
    }
    return sum;
  }

  /** A map that the JIT vectorises. */
  public long vectorAdd() {
    int[] a = ints;
    int[] b = others;
    int[] c = sums;
    for (int i = 0; i < c.length; i++) {
      c[i] = a[i] + b[i];
    }
    return c[c.length - 1];
  }

  /** Marsaglia's xorshift: a chain of dependent operations. */
  public long xorshift() {
    long x = 88_172_645_463_325_252L;
    for (int i = 0; i < 100_000; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  }

  /** The textbook's three loops. */
  public long matrixMultiply() {
    for (int i = 0; i < SIZE; i++) {
      double[] row = left[i];
      double[] out = product[i];
      for (int j = 0; j < SIZE; j++) {
        out[j] = 0;
      }
      for (int k = 0; k < SIZE; k++) {
        double factor = row[k];
        double[] other = right[k];
        for (int j = 0; j < SIZE; j++) {
          out[j] += factor * other[j];
        }
      }
    }
    return (long) product[SIZE - 1][SIZE - 1];
  }

  /** Eratosthenes. */
  public long sieve() {
    int n = 50_000;
    var composite = new boolean[n + 1];
    int count = 0;
    for (int i = 2; i <= n; i++) {
      if (!composite[i]) {
        count++;
        for (long j = (long) i * i; j <= n; j += i) {
          composite[(int) j] = true;
        }
      }
    }
    return count;
  }

  /** Points of the set, with an inner loop of up to 200 turns. */
  public long mandelbrot() {
    long total = 0;
    for (int py = 0; py < 40; py++) {
      for (int px = 0; px < 40; px++) {
        double cx = px / 20.0 - 1.5;
        double cy = py / 20.0 - 1.0;
        double x = 0;
        double y = 0;
        int turns = 0;
        while (turns < 200 && x * x + y * y < 4) {
          double next = x * x - y * y + cx;
          y = 2 * x * y + cy;
          x = next;
          turns++;
        }
        total += turns;
      }
    }
    return total;
  }

  /** Many short inner loops. */
  public long shortRows() {
    long total = 0;
    for (int[] row : rows) {
      for (int value : row) {
        total += value;
      }
    }
    return total;
  }

  /** Hoare's partitions, on numbers in no order. */
  public long quicksort() {
    int[] numbers = sums;
    int x = 12345;
    for (int i = 0; i < 20_000; i++) {
      x = x * 1_103_515_245 + 12_345;
      numbers[i] = x;
    }
    sort(numbers, 0, 19_999);
    return numbers[10_000];
  }

  private static void sort(int[] numbers, int from, int to) {
    if (from >= to) {
      return;
    }
    int pivot = numbers[(from + to) >>> 1];
    int low = from;
    int high = to;
    while (low <= high) {
      while (numbers[low] < pivot) {
        low++;
      }
      while (numbers[high] > pivot) {
        high--;
      }
      if (low <= high) {
        int swapped = numbers[low];
        numbers[low++] = numbers[high];
        numbers[high--] = swapped;
      }
    }
    sort(numbers, from, high);
    sort(numbers, low, to);
  }

  /** The naive recursion: nothing but calls. */
  public long fibonacci() {
    return fibonacci(24);
  }

  private static int fibonacci(int n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  }
}

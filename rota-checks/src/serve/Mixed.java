import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client that sends requests of two kinds, of which one is seldom, over connections that are kept
 * alive or not, and tells of each kind by itself:
 *
 * <pre>Mixed PORT CONNECTIONS SECONDS PER_SECOND|0 OFTEN SELDOM EVERY keep|close</pre>
 *
 * <p>Prints, of the frequent ones, how many were answered a second, p50 and p99 in µs, all of what
 * comes after two seconds; how many of them failed: on a connection that had just been made, or on
 * one that was kept; how many of the rare ones were sent.
 */
final class Mixed {
  private static final int TIMEOUT_MILLIS = 10_000;

  /** What it takes meanwhile is not counted: this client's own code is compiled. */
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final int port;
  private final long end;
  private final long nanosBetween; // 0 for as many as there can be
  private final String often;
  private final String seldom;
  private final int every;
  private final boolean keep;
  private final long start = System.nanoTime();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong rare = new AtomicLong();
  private final AtomicLong failedNew = new AtomicLong();
  private final AtomicLong failedKept = new AtomicLong();
  private final List<Long> times = new ArrayList<>(); // ns

  private Mixed(String[] words) {
    port = Integer.parseInt(words[0]);
    end = start + TimeUnit.SECONDS.toNanos(Long.parseLong(words[2]));
    long perSecond = Long.parseLong(words[3]);
    nanosBetween = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    often = words[4];
    seldom = words[5];
    every = Integer.parseInt(words[6]);
    keep = words[7].equals("keep");
  }

  public static void main(String[] words) throws InterruptedException {
    Mixed mixed = new Mixed(words);
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
      clients.add(Thread.ofPlatform().start(mixed::talk));
    }
    for (Thread client : clients) {
      client.join();
    }
    mixed.tell();
  }

  private void tell() {
    double seconds = (System.nanoTime() - start - WARM_UP_NANOS) / 1e9;
    long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "%.0f %d %d %d %d %d%n",
        sorted.length / seconds,
        percentile(sorted, 0.5),
        percentile(sorted, 0.99),
        failedNew.get(),
        failedKept.get(),
        rare.get());
  }

  private static long percentile(long[] sorted, double part) {
    return sorted.length == 0 ? 0 : sorted[(int) (part * (sorted.length - 1))] / 1000;
  }

  private void talk() {
    List<Long> mine = new ArrayList<>();
    Connection connection = null;
    for (long n = turn(); System.nanoTime() < end; n = turn()) {
      boolean isRare = n % every == every - 1;
      boolean isNew = connection == null;
      long begun = System.nanoTime();
      try {
        connection = isNew ? new Connection(port) : connection;
        connection.ask(isRare ? seldom : often, keep);
        if (!isRare && begun - start > WARM_UP_NANOS) {
          mine.add(System.nanoTime() - begun);
        }
        connection = keep ? connection : connection.closed();
      } catch (IOException e) {
        connection = connection == null ? null : connection.closed();
        if (!isRare) {
          (isNew ? failedNew : failedKept).incrementAndGet();
        }
      }
      rare.addAndGet(isRare ? 1 : 0);
    }
    synchronized (times) {
      times.addAll(mine);
    }
  }

  /** The number of the next request, when its time has come. */
  private long turn() {
    long n = sent.getAndIncrement();
    long wait = start + n * nanosBetween - System.nanoTime();
    if (wait > 0) {
      try {
        TimeUnit.NANOSECONDS.sleep(wait);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return n;
  }

  private static final class Connection {
    private final Socket socket;
    private final InputStream in;
    private final byte[] head = new byte[8192];

    Connection(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    }

    /** Fails unless the answer is whole and its status 200. */
    void ask(String path, boolean keep) throws IOException {
      String request =
          "GET "
              + path
              + " HTTP/1.1\r\nhost: x\r\n"
              + (keep ? "" : "connection: close\r\n")
              + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = head().toLowerCase();
      if (!answer.startsWith("http/1.1 200")) {
        throw new IOException(answer);
      }
      int at = answer.indexOf("content-length:") + "content-length:".length();
      int length = Integer.parseInt(answer.substring(at, answer.indexOf('\r', at)).strip());
      if (in.readNBytes(length).length < length) {
        throw new EOFException();
      }
    }

    private String head() throws IOException {
      int n = 0;
      while (n < 4 || !Arrays.equals(head, n - 4, n, new byte[] {13, 10, 13, 10}, 0, 4)) {
        int c = in.read();
        if (c < 0) {
          throw new EOFException();
        }
        head[n++] = (byte) c;
      }
      return new String(head, 0, n, StandardCharsets.US_ASCII);
    }

    /** Null, for that it is no connection any more. */
    Connection closed() {
      try {
        socket.close();
      } catch (IOException e) {
        // it is gone anyhow
      }
      return null;
    }
  }
}

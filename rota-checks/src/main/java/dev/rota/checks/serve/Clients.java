package dev.rota.checks.serve;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Clients that ask again and again, by hand: others ask again when a connection breaks, and nobody
 * hears of it. Each keeps a connection for some requests.
 */
final class Clients {

  private static final int MOST_REQUESTS = 100;
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int LONGEST_PAUSE_MILLIS = 4;

  private final Ledger ledger;
  private final int port;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ended;

  Clients(Ledger ledger, int port, int count, long seed) {
    this.ledger = ledger;
    this.port = port;
    for (int i = 0; i < count; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      threads.add(Thread.ofPlatform().name("client").start(() -> run(random)));
    }
  }

  private void run(SplittableRandom random) {
    try {
      while (!ended) {
        new Conversation(random).run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for what is under way. */
  void end() throws InterruptedException {
    ended = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** One connection. */
  private final class Conversation {

    private final SplittableRandom random;
    private long since = System.nanoTime();
    private long process; // 0 before it is known

    Conversation(SplittableRandom random) {
      this.random = random;
    }

    void run() throws InterruptedException {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        boolean open = true;
        for (int left = random.nextInt(1, MOST_REQUESTS); left > 0 && open && !ended; left--) {
          since = process == 0 ? since : System.nanoTime();
          String path = random.nextInt(10) == 0 ? "/pause" : "/";
          socket
              .getOutputStream()
              .write(
                  ("GET " + path + " HTTP/1.1\r\nhost: x\r\n\r\n")
                      .getBytes(StandardCharsets.US_ASCII));
          open = readAnswer(in);
          Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
        }
      } catch (IOException e) {
        ledger.failed(new Ledger.Failure(process, since, System.nanoTime(), e.toString()));
      }
    }

    /** True if the connection stays open. */
    @SuppressWarnings("deprecation") // readLine: all is ASCII
    private boolean readAnswer(DataInputStream in) throws IOException {
      String status = in.readLine();
      if (status == null) {
        throw new EOFException("closed instead of answered");
      }
      int length = 0;
      boolean open = true;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        if (line.startsWith("content-length: ")) {
          length = Integer.parseInt(line.substring("content-length: ".length()));
        }
        open &= !line.equals("connection: close");
      }
      byte[] body = in.readNBytes(length);
      if (body.length < length) {
        throw new EOFException("closed within the answer");
      }
      if (status.startsWith("HTTP/1.1 200")) {
        process = Long.parseLong(new String(body, StandardCharsets.US_ASCII));
        ledger.answered(process);
      } else {
        ledger.wrong("answered by " + status + " of process " + process);
      }
      return open;
    }
  }
}

package dev.rota.http.serve;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that ask again and again, over connections that they keep for a while. */
final class Load {

  private static final int REQUESTS_PER_CONNECTION = 50;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final byte[] REQUEST =
      "GET /pid HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Set<String> processes = ConcurrentHashMap.newKeySet();
  private final AtomicLong answers = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ended;

  Load(Service service, int clients) {
    for (int i = 0; i < clients; i++) {
      threads.add(Thread.ofPlatform().start(() -> run(service)));
    }
  }

  /** A new connection now and then, so that new workers get some, too. */
  private void run(Service service) {
    try {
      while (!ended) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
          converse(socket);
        } catch (IOException e) {
          failures.add(e.toString());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void converse(Socket socket) throws IOException, InterruptedException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    boolean open = true;
    for (int i = 0; i < REQUESTS_PER_CONNECTION && open && !ended; i++) {
      socket.getOutputStream().write(REQUEST);
      open = readAnswer(in);
      Thread.sleep(1); // the machine has other tests to do
    }
  }

  /** By hand, as the JDK's client asks again when a connection breaks; true if it stays open. */
  @SuppressWarnings("deprecation") // readLine: all is ASCII
  private boolean readAnswer(DataInputStream in) throws IOException {
    String status = in.readLine();
    if (status == null) {
      throw new EOFException("closed instead of answered");
    }
    if (!status.startsWith("HTTP/1.1 200")) {
      failures.add(status);
    }
    int length = 0;
    boolean open = true;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.startsWith("content-length: ")) {
        length = Integer.parseInt(line.substring("content-length: ".length()));
      }
      open &= !line.equals("connection: close");
    }
    processes.add(new String(in.readNBytes(length), StandardCharsets.US_ASCII));
    answers.incrementAndGet();
    return open;
  }

  void awaitAnswers(long more) throws InterruptedException {
    long wanted = answers.get() + more;
    while (answers.get() < wanted) {
      Thread.sleep(1);
    }
  }

  /** How many processes have answered. */
  long processes() {
    return processes.size();
  }

  void awaitProcesses(long wanted) throws InterruptedException {
    while (processes.size() < wanted) {
      Thread.sleep(1);
    }
  }

  /** The failures of requests; those that are under way are waited for. */
  List<String> end() throws InterruptedException {
    ended = true;
    for (Thread thread : threads) {
      thread.join();
    }
    return List.copyOf(failures);
  }
}

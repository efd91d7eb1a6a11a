package dev.rota.checks.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** A client that sends what nobody should, or leaves in the middle. */
final class Hostile {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int SLOW = 20; // connections that never come to an end

  /** Here | is the end of a line. */
  private static final String[] REQUESTS = {
    "nonsense||",
    "GET / HTTP/1.1||",
    "GET / HTTP/1.1|host: x|host: y||",
    "POST / HTTP/1.1|" + "host: x|" + "content-length: 3|" + "transfer-encoding: chunked||" + "0||",
    "POST / HTTP/1.1|host: x|transfer-encoding: chunked||zz||",
    "POST / HTTP/1.1|host: x|content-length: 99999999||",
    "GET /" + "x".repeat(10_000) + " HTTP/1.1|host: x||",
    "GET / HTTP/1.1|host: x|a: " + "x".repeat(20_000) + "||",
    "\u0016\u0003\u0001\u0002",
  };

  private final int port;
  private final SplittableRandom random;
  private final Deque<Socket> slow = new ArrayDeque<>();
  private final AtomicLong sent = new AtomicLong();
  private final Thread thread;
  private volatile boolean ended;

  Hostile(int port, long seed) {
    this.port = port;
    this.random = new SplittableRandom(seed);
    this.thread = Thread.ofPlatform().name("hostile").start(this::run);
  }

  long sent() {
    return sent.get();
  }

  void end() throws InterruptedException, IOException {
    ended = true;
    thread.join();
    for (Socket socket : slow) {
      socket.close();
    }
  }

  private void run() {
    try {
      while (!ended) {
        try {
          deed();
        } catch (IOException e) {
          // as it deserves
        }
        sent.incrementAndGet();
        Thread.sleep(random.nextInt(20));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deed() throws IOException {
    switch (random.nextInt(4)) {
      case 0 -> leave();
      case 1 -> stall();
      case 2 -> resets();
      default -> talk(REQUESTS[random.nextInt(REQUESTS.length)]);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private void talk(String request) throws IOException {
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write(request.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      int _ = socket.getInputStream().read();
    }
  }

  /** Asks, and does not wait for the answer: the connection is reset. */
  private void leave() throws IOException {
    try (Socket socket = connect()) {
      socket.setSoLinger(true, 0);
      socket
          .getOutputStream()
          .write("GET /pause HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Begins a request that never ends. */
  private void stall() throws IOException {
    Socket socket = connect();
    slow.addLast(socket);
    socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
    if (slow.size() > SLOW) {
      slow.removeFirst().close();
    }
  }

  /** Requests of HTTP/2 that are reset at once, a thousand or as many as are taken. */
  private void resets() throws IOException {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frames.writeBytes(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
    for (int stream = 1; stream < 2000; stream += 2) {
      byte high = (byte) (stream >> 8);
      byte low = (byte) stream;
      frames.writeBytes(
          new byte[] {
            0, 0, 6, 1, 5, 0, 0, high, low, (byte) 0x82, (byte) 0x84, (byte) 0x86, 1, 1, 'x'
          });
      frames.writeBytes(new byte[] {0, 0, 4, 3, 0, 0, 0, high, low, 0, 0, 0, 8});
    }
    try (Socket socket = connect()) {
      socket.getOutputStream().write(frames.toByteArray());
      int _ = socket.getInputStream().read();
    }
  }
}

package dev.rota.http.serve;

import static dev.rota.http.serve.Frames.CONTINUATION;
import static dev.rota.http.serve.Frames.DATA;
import static dev.rota.http.serve.Frames.END_HEADERS;
import static dev.rota.http.serve.Frames.END_STREAM;
import static dev.rota.http.serve.Frames.GET;
import static dev.rota.http.serve.Frames.HEADERS;
import static dev.rota.http.serve.Frames.PING;
import static dev.rota.http.serve.Frames.RST_STREAM;
import static dev.rota.http.serve.Frames.SETTINGS;
import static dev.rota.http.serve.Frames.frame;
import static dev.rota.http.serve.Frames.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.http.Model;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Floods over HTTP/2. Each costs the connection that it comes over: the worker lives on, and who
 * asks beside it is answered.
 */
@Timeout(value = 120, threadMode = SEPARATE_THREAD)
class HostileTest {

  /** So many frames nobody may send; a connection ends before. */
  private static final int MOST = 2_000_000;

  private static final int AT_ONCE = 50;

  /** What a block of headers begins with if the status is 200: an index of HPACK's own table. */
  private static final byte STATUS_200 = (byte) 0x88;

  private static Service service;
  private static Client client;
  private Load load;

  @BeforeAll
  static void start() throws InterruptedException {
    service =
        EveryModelTest.ready(
            EveryModelTest.of(Model.EVENT, Handlers.Obedient.class)
                .workers(1)
                .heap("96m")
                .receiveTimeout(Duration.ofSeconds(1)));
    client = new Client(service);
  }

  @AfterAll
  static void end() {
    client.close();
    service.close();
  }

  @BeforeEach
  void begin() throws Exception {
    load = new Load(service, 2);
    load.awaitAnswers(20);
  }

  @AfterEach
  void othersAreServedByTheSameWorker() throws Exception {
    load.awaitAnswers(50);
    assertThat(load.end()).isEmpty();
    assertThat(load.processes()).isEqualTo(1);
    assertThat(service.status()).contains("\"crashed\":0").contains("\"stuck\":0");
  }

  private static int stream(int i) {
    return 2 * i + 1;
  }

  /** Sends without reading, until the other end has had enough; how many it took. */
  private static int flood(byte[] first, IntFunction<byte[]> next) throws IOException {
    try (Socket socket = client.socket()) {
      OutputStream out = socket.getOutputStream();
      out.write(join(Frames.preface(), first));
      for (int i = 0; i < MOST; i += AT_ONCE) {
        byte[][] some = new byte[AT_ONCE][];
        for (int k = 0; k < AT_ONCE; k++) {
          some[k] = next.apply(i + k);
        }
        try {
          out.write(join(some));
        } catch (IOException e) {
          return i; // it has closed
        }
      }
      return MOST;
    }
  }

  private static void assertEnds(byte[] first, IntFunction<byte[]> next) throws IOException {
    assertThat(flood(first, next)).isLessThan(MOST);
  }

  @Test
  void requestsThatAreResetAtOnce() throws Exception {
    assertEnds(
        new byte[0],
        i ->
            join(
                frame(HEADERS, END_HEADERS | END_STREAM, stream(i), GET),
                frame(RST_STREAM, 0, stream(i), new byte[] {0, 0, 0, 8})));
  }

  @Test
  void headersThatNeverEnd() throws Exception {
    assertEnds(
        frame(HEADERS, END_STREAM, 1, GET), i -> frame(CONTINUATION, 0, 1, Frames.header(i, 100)));
  }

  @Test
  void headersThatGoOnWithNothing() throws Exception {
    assertEnds(frame(HEADERS, END_STREAM, 1, GET), i -> frame(CONTINUATION, 0, 1, new byte[0]));
  }

  @Test
  void settingsAgainAndAgain() throws Exception {
    assertEnds(new byte[0], i -> frame(SETTINGS, 0, 0, new byte[0]));
  }

  @Test
  void pingsAgainAndAgain() throws Exception {
    assertEnds(new byte[0], i -> frame(PING, 0, 0, new byte[8]));
  }

  @Test
  void bodiesOfNothing() throws Exception {
    assertEnds(frame(HEADERS, END_HEADERS, 1, GET), i -> frame(DATA, 0, 1, new byte[0]));
  }

  /** More streams than may be open, and none that is ever whole. */
  @Test
  void requestsThatNeverEnd() throws Exception {
    assertEnds(new byte[0], i -> frame(HEADERS, END_HEADERS, stream(i), GET));
  }

  @Test
  void headersThatAreTooLargeAreRefused() throws Exception {
    byte[][] headers = new byte[200][];
    for (int i = 0; i < headers.length; i++) {
      headers[i] = Frames.header(i, 100);
    }
    try (Socket socket = client.socket()) {
      byte[] block = join(GET, join(headers));
      byte[] start = java.util.Arrays.copyOf(block, 16_000);
      byte[] rest = java.util.Arrays.copyOfRange(block, 16_000, block.length);
      socket
          .getOutputStream()
          .write(
              join(
                  Frames.preface(),
                  frame(HEADERS, END_STREAM, 1, start),
                  frame(CONTINUATION, END_HEADERS, 1, rest)));
      assertThat(isEndedOrReset(socket, 1)).isTrue();
    }
  }

  /** Whether a stream is answered by RST_STREAM or a bad status, or the connection ends. */
  private static boolean isEndedOrReset(Socket socket, int stream) throws IOException {
    var in = new java.io.DataInputStream(socket.getInputStream());
    try {
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int _ = in.readUnsignedByte();
        int of = in.readInt();
        byte[] block = in.readNBytes(length);
        if (type == Frames.GOAWAY || (of == stream && type == RST_STREAM)) {
          return true;
        }
        if (of == stream && type == HEADERS) {
          return block[0] != STATUS_200;
        }
      }
    } catch (java.io.EOFException e) {
      return true;
    }
  }
}

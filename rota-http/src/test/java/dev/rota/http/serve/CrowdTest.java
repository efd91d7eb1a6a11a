package dev.rota.http.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.http.Model;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many connections at once, each of which asks again as soon as it is answered. */
@Timeout(value = 180, threadMode = SEPARATE_THREAD)
class CrowdTest {

  private static final int CROWD = 400;
  private static final Pattern PID = Pattern.compile("\"pid\":([1-9][0-9]*)");

  /** Were they let in one by one between answers, the last would wait for 80,000 of them. */
  @ParameterizedTest
  @EnumSource(
      names = {"PREFORK", "HYBRID"},
      mode = EnumSource.Mode.EXCLUDE) // they wait for room
  void allAreLetInBeforeTheFirstAreServedOftenAgain(Model model) throws Exception {
    try (Service service = EveryModelTest.ready(EveryModelTest.of(model, Handlers.Obedient.class));
        Crowd crowd = new Crowd()) {
      List<String> workers = workers(service);
      signal("-STOP", workers);
      crowd.come(service.port());
      signal("-CONT", workers);
      assertThat(crowd.answersUntilAllHaveOne()).isLessThan(20 * CROWD);
    }
  }

  private static List<String> workers(Service service) {
    Matcher pids = PID.matcher(service.status());
    List<String> workers = new ArrayList<>();
    while (pids.find()) {
      if (!pids.group(1).equals(Long.toString(ProcessHandle.current().pid()))) {
        workers.add(pids.group(1));
      }
    }
    assertThat(workers).isNotEmpty();
    return workers;
  }

  private static void signal(String signal, List<String> processes) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    command.addAll(processes);
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  private static final class Crowd implements AutoCloseable {

    private static final byte[] QUESTION =
        "GET /x HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Selector selector = Selector.open();
    private final ByteBuffer answer = ByteBuffer.allocate(4096);

    Crowd() throws IOException {}

    void come(int port) throws IOException {
      for (int i = 0; i < CROWD; i++) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        SocketChannel channel = SocketChannel.open(address);
        channel.write(ByteBuffer.wrap(QUESTION));
        channel.configureBlocking(false);
        var _ = channel.register(selector, SelectionKey.OP_READ);
      }
    }

    int answersUntilAllHaveOne() throws IOException {
      int answers = 0;
      int unanswered = CROWD;
      while (unanswered > 0) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          answers++;
          unanswered -= key.attach("answered") == null ? 1 : 0;
          askAgain((SocketChannel) key.channel());
        }
        selector.selectedKeys().clear();
      }
      return answers;
    }

    /** An answer, and a question, is less than a socket holds. */
    private void askAgain(SocketChannel channel) throws IOException {
      if (channel.read(answer.clear()) < 0) {
        throw new EOFException("a connection was closed");
      }
      assertThat(channel.write(ByteBuffer.wrap(QUESTION))).isEqualTo(QUESTION.length);
    }

    @Override
    public void close() throws IOException {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    }
  }
}

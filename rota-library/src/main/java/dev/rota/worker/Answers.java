package dev.rota.worker;

import dev.rota.wire.Message;
import dev.rota.wire.MessageReader;
import dev.rota.wire.ProtocolException;
import dev.rota.wire.Ring;
import java.util.Arrays;

/**
 * What the master answers while a task runs: a ring of its own, because the ring of requests is
 * read by whoever runs tasks. Used by the thread that listens.
 *
 * <p>Whenever that thread waits for the bell the ring was seen empty after its flag was raised, or
 * a bell is on its way.
 */
final class Answers {

  private final Ring ring;
  private final MessageReader messages;
  private final Bell bell;
  private final Submissions submissions;

  Answers(Ring ring, int maxMessage, Bell bell, Submissions submissions) {
    this.ring = ring;
    this.messages = new MessageReader(ring, maxMessage);
    this.bell = bell;
    this.submissions = submissions;
  }

  /**
   * Takes what is there. To be called before anybody listens, and whenever the bell has rung; also
   * if nothing is there, because the flag may be down.
   */
  void receive() throws ProtocolException {
    do {
      while (messages.poll()) {
        if (messages.kind() != Message.ANSWER) {
          throw new ProtocolException("no such answer: " + messages.kind());
        }
        submissions.answered(
            messages.sequence(), Arrays.copyOf(messages.payload(), messages.length()));
      }
      if (ring.takeSleepingWriter()) {
        bell.ring();
      }
    } while (!ring.readerMaySleep());
  }
}

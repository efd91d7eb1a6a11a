package dev.rota.worker;

import dev.rota.linux.ThreadCpuClock;
import dev.rota.wire.MessageReader;
import dev.rota.wire.ProtocolException;
import dev.rota.wire.Ring;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Two threads that take turns in two roles: one listens to the bell, one runs tasks. When the bell
 * announces a task and nobody runs, the listener runs it itself and leaves the listening to the
 * other, so that a task reaches the thread that runs it with a single wake-up, and yet somebody
 * always hears the master's end, a cancellation, or that there is room for a result.
 *
 * <p>The pattern is Leader/Followers (Schmidt et al., "Pattern-Oriented Software Architecture",
 * volume 2). {@code listening} is held by the listener, {@code running} by the runner; who runs
 * owns the reading end of the ring.
 */
final class Crew {

  private final Ring requests;
  private final MessageReader messages;
  private final Bell bell;
  private final TaskRunner runner;
  private final RunningTask current;
  private final Responses responses;
  private final Answers answers;
  private final ReentrantLock listening = new ReentrantLock();
  private final AtomicBoolean running = new AtomicBoolean();

  Crew(
      Ring requests,
      int maxMessage,
      Bell bell,
      TaskRunner runner,
      RunningTask current,
      Responses responses,
      Answers answers) {
    this.requests = requests;
    this.messages = new MessageReader(requests, maxMessage);
    this.bell = bell;
    this.runner = runner;
    this.current = current;
    this.responses = responses;
    this.answers = answers;
  }

  void start() throws ProtocolException {
    answers.receive();
    for (int i = 1; i <= 2; i++) {
      new Member(i).start();
    }
  }

  private final class Member extends Thread {

    Member(int number) {
      super("rota-task-" + number);
    }

    @Override
    public void run() {
      try {
        NestedPool.serveTasks(runner.nesting());
        long tid = ThreadCpuClock.currentTid();
        while (true) {
          listen();
          runTasks(tid);
        }
      } catch (Throwable e) { // a bug, or a master gone mad: nothing here can be relied on
        e.printStackTrace();
        Runtime.getRuntime().halt(70);
      }
    }
  }

  /** Returns when the current thread is to run tasks. */
  private void listen() throws ProtocolException {
    listening.lock();
    try {
      while (!claimTasks()) {
        bell.await();
        current.interruptIfCancelled();
        responses.wake();
        answers.receive();
      }
    } finally {
      listening.unlock();
    }
  }

  /** The flag must be up before the ring is seen empty, or a bell is missed. */
  private boolean claimTasks() {
    return !(running.get() || requests.readerMaySleep()) && running.compareAndSet(false, true);
  }

  private void runTasks(long tid) throws ProtocolException {
    requests.readerAwake();
    do {
      while (messages.poll()) {
        ringIfMasterWaits();
        runner.accept(messages, tid);
      }
      ringIfMasterWaits(); // half a message was read
      running.set(false);
    } while (claimTasks());
  }

  private void ringIfMasterWaits() {
    if (requests.takeSleepingWriter()) {
      bell.ring();
    }
  }
}

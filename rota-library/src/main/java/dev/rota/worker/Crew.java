package dev.rota.worker;

import dev.rota.wire.Message;
import dev.rota.wire.MessageReader;
import dev.rota.wire.ProtocolException;
import dev.rota.wire.Ring;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Threads that take turns in two roles: one listens to the bell, the others run tasks, as many at
 * once as there are {@link TaskRunner}s; so there is one thread more than runners. When the bell
 * announces a task and a runner is free, the listener takes the task, leaves the listening to
 * another and runs it itself, so that a task reaches the thread that runs it with a single wake-up,
 * and yet somebody always hears the master's end, a cancellation, or that there is room for a
 * result. Who has run a task looks for the next one itself.
 *
 * <p>Threads that must not wait in a read, because others need their carriers, never listen: then
 * one more thread does nothing else.
 *
 * <p>The pattern is Leader/Followers (Schmidt et al., "Pattern-Oriented Software Architecture",
 * volume 2). The reading end of the ring, and which roles are taken, are guarded by {@code lock};
 * nobody runs a task or waits for the bell under it.
 */
final class Crew {

  private final Ring requests;
  private final MessageReader messages;
  private final Bell bell;
  private final Staff staff;
  private final List<TaskRunner> runners;
  private final Responses responses;
  private final Answers answers;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wanted = lock.newCondition(); // for those without a role
  private final Deque<TaskRunner> free = new ArrayDeque<>(); // the last was used last: it is warm
  private Functions functions = new Functions();
  private boolean listening;
  private boolean stopping;

  Crew(
      Ring requests,
      int maxMessage,
      Bell bell,
      Staff staff,
      List<TaskRunner> runners,
      Responses responses,
      Answers answers) {
    this.requests = requests;
    this.messages = new MessageReader(requests, maxMessage);
    this.bell = bell;
    this.staff = staff;
    this.runners = runners;
    this.responses = responses;
    this.answers = answers;
    free.addAll(runners);
  }

  void start() throws ProtocolException {
    answers.receive();
    staff.begin(runners);
    int members = runners.size();
    if (staff.mayListen()) {
      members++;
    } else {
      new Thread(new Listener(), "rota-listener").start();
    }
    for (int i = 1; i <= members; i++) {
      staff.thread(i, new Member()).start();
    }
  }

  /** What a thread does until the end. */
  private abstract static class Duty implements Runnable {
    @Override
    public final void run() {
      try {
        serve();
      } catch (Throwable e) { // a bug, or a master gone mad: nothing here can be relied on
        e.printStackTrace();
        Runtime.getRuntime().halt(70);
      }
    }

    abstract void serve() throws ProtocolException;
  }

  private final class Member extends Duty {
    @Override
    void serve() throws ProtocolException {
      long thread = staff.number();
      TaskRunner served = null;
      TaskRunner runner = next(null);
      while (true) {
        if (runner != served) {
          NestedPool.serveTasks(runner.nesting());
          served = runner;
        }
        runner.run(thread);
        runner = next(runner);
      }
    }
  }

  private final class Listener extends Duty {
    @Override
    void serve() throws ProtocolException {
      lock.lock();
      while (true) {
        listen();
        callOthers();
      }
    }
  }

  /** Gives back a runner, and returns one that has something to run once there is. */
  private TaskRunner next(@Nullable TaskRunner done) throws ProtocolException {
    lock.lock();
    try {
      if (done != null) {
        free.push(done);
      }
      TaskRunner claimed;
      while ((claimed = claim()) == null) {
        if (listening || !staff.mayListen()) {
          wanted.awaitUninterruptibly();
        } else {
          listen();
        }
      }
      return claimed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the bell, without the lock. */
  private void listen() throws ProtocolException {
    listening = true;
    lock.unlock();
    try {
      bell.await();
      for (TaskRunner runner : runners) {
        runner.interruptIfCancelled();
      }
      responses.wake();
      answers.receive();
    } finally {
      lock.lock();
      listening = false;
    }
  }

  /** Takes a message and a runner for it; null if there are not both. */
  private @Nullable TaskRunner claim() throws ProtocolException {
    if (free.isEmpty() || !hasWork()) {
      return null;
    }
    TaskRunner runner = free.pop();
    if (stopping) {
      runner.takeExit();
    } else {
      runner.take(messages, functions);
    }
    callOthers();
    return runner;
  }

  /** Reads up to the next message that is for a runner. If there is none the bell will ring. */
  private boolean hasWork() throws ProtocolException {
    while (!stopping) {
      while (!messages.poll()) {
        ringIfMasterWaits(); // half a message was read
        if (requests.readerMaySleep()) {
          return false;
        }
      }
      ringIfMasterWaits();
      switch (messages.kind()) {
        case Message.RUN, Message.EXAMPLE -> {
          return true;
        }
        case Message.DEFINE -> functions = functions.with(messages.sequence(), payload());
        case Message.FORGET -> functions = functions.without(messages.sequence());
        case Message.STOP -> stopping = true;
        default -> throw new ProtocolException("no such request: " + messages.kind());
      }
    }
    return free.size() == runners.size(); // all that was sent before has ended
  }

  private byte[] payload() {
    return Arrays.copyOf(messages.payload(), messages.length());
  }

  /**
   * Sees to it that somebody listens, and that somebody takes what else is in the ring: while a
   * runner is free the flag must be up before the ring is seen empty, or a bell is missed; else it
   * is lowered, to be spared bells.
   */
  private void callOthers() {
    boolean more = false;
    if (free.isEmpty()) {
      requests.readerAwake();
    } else {
      more = !requests.readerMaySleep();
    }
    if (more || (!listening && staff.mayListen())) {
      wanted.signal();
    }
  }

  private void ringIfMasterWaits() {
    if (requests.takeSleepingWriter()) {
      bell.ring();
    }
  }
}

package dev.rota.process;

import static java.util.Objects.requireNonNull;

import dev.rota.Execution;
import dev.rota.NotShippableException;
import dev.rota.PoolBuilder;
import dev.rota.TaskRejectedException;
import dev.rota.wire.Answer;
import dev.rota.wire.JavaSerialization;
import dev.rota.wire.MalformedValueException;
import dev.rota.wire.MessageReader;
import dev.rota.wire.ProtocolException;
import dev.rota.wire.Submission;
import dev.rota.wire.ValueReader;
import dev.rota.wire.ValueWriter;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that tasks submit. A task with such children under way probably waits for them, and
 * nobody can see from here whether it does. So it counts as waiting: its worker does not count as
 * one of the pool's, another works instead, and whatever way it waits the children get on. As
 * processes are dear there is a bound; a task that would be one parent too many is refused its
 * first child, and told so.
 */
final class NestedTasks {

  /** The bound of parents in a small pool: enough for a tree of some depth. */
  private static final int FEWEST_PARENTS = 16;

  /** How many messages of the greatest length the children from one worker may take. */
  private static final int MOST_MESSAGES = 4;

  private final ProcessPool pool;
  private final Monitor monitor;
  private final int maxMessage;
  private final int mostParents;
  private int parents; // guarded by the pool's lock

  NestedTasks(ProcessPool pool, Monitor monitor, Settings settings) {
    this.pool = pool;
    this.monitor = monitor;
    this.maxMessage = settings.maxMessage();
    this.mostParents =
        Math.clamp(
            2L * settings.workers() * settings.threadsPerWorker(),
            FEWEST_PARENTS,
            PoolBuilder.MAX_WORKERS);
  }

  /** A worker's reader, without the lock: a task has submitted another. */
  void submitted(WorkerLink home, MessageReader message) throws ProtocolException {
    long id = message.sequence();
    if (monitor.get(() -> home.children.has(id))) {
      throw new ProtocolException("it submits a task that it has submitted before");
    }
    Submission submission = submission(message);
    ProcessTask<?> task = pool.newTask(submission);
    task.child = new Child(this, task, home, id, message.slot(), submission.parent());
    try {
      pool.admit(task);
    } catch (TaskRejectedException refusal) {
      byte[] answer = message(Answer.failed(Execution.NONE, refusal));
      monitor.run(() -> home.answer(id, answer));
    }
  }

  /** It trusts the worker with no more than a result: Java serialization is not accepted. */
  private static Submission submission(MessageReader message) throws ProtocolException {
    ValueReader values = new ValueReader(Submission.class.getClassLoader(), null);
    values.reset(message.payload(), 0, message.length());
    try {
      Submission submission = (Submission) requireNonNull(values.read());
      var _ = submission.options(); // may refuse
      return submission;
    } catch (MalformedValueException | RuntimeException e) {
      throw new ProtocolException("a submission that cannot be read: " + e.getMessage());
    }
  }

  /** Under the lock: refuses a child, or makes it one. */
  void admit(Child child) {
    WorkerLink home = child.home;
    ProcessTask<?> parent = home.runs.next(child.parentSlot, child.parentSequence);
    if (parent == null) {
      throw new TaskRejectedException(
          TaskRejectedException.Reason.SHUT_DOWN, "the task that submitted it has ended");
    }
    boolean first = !home.children.isParent(parent.sequence);
    if (first && parents >= mostParents) {
      throw new TaskRejectedException(
          TaskRejectedException.Reason.TOO_MANY_WAIT,
          "%d tasks have tasks of their own under way, as many as may".formatted(parents));
    }
    if (pool.workforce().standIns().allWait(first ? parents + 1 : parents)) {
      throw ProcessPool.circuitOpen(pool.workforce().lastDeath());
    }
    long most = (long) MOST_MESSAGES * maxMessage;
    if (home.children.bytes() + child.task.cargo.bytes.length > most) {
      throw new TaskRejectedException(
          TaskRejectedException.Reason.QUEUE_FULL,
          "what tasks of this worker have submitted takes the %d bytes that it may"
              .formatted(most));
    }
    child.depth = parent.depth() + 1;
    home.children.add(child);
    if (first) {
      parents++;
      pool.workforce().standIns().relieve(parent, parents);
    }
  }

  /** A worker's reader, without the lock: nobody there wants the task any more. */
  void cancelled(WorkerLink home, MessageReader message) throws ProtocolException {
    long id = message.sequence();
    boolean interrupt = message.slot() != 0;
    Child child = monitor.get(() -> takeOut(home, home.children.get(id)));
    if (child != null) {
      child.task.cancel(interrupt);
    }
  }

  /** Without the lock: it returned. */
  void returned(Child child, @Nullable Object value) {
    if (value instanceof byte[] bytes) {
      end(child, Answer.returned(child.task.execution(), bytes));
    } else {
      failed(child, notShippable("the result", "its worker did not send it as a message"));
    }
  }

  /** Without the lock: it failed, or was cancelled by the end of the pool. */
  void failed(Child child, Throwable failure) {
    end(child, Answer.failed(child.task.execution(), failure));
  }

  private void end(Child child, Answer answer) {
    byte[] message = message(answer);
    monitor.run(
        () -> {
          if (takeOut(child.home, child) != null) {
            child.home.answer(child.id, message);
          }
        });
  }

  private byte[] message(Answer answer) {
    ValueWriter writer = new ValueWriter(maxMessage + Answer.SLACK, new JavaSerialization());
    try {
      writer.write(answer);
    } catch (NotShippableException e) {
      writer.write(
          Answer.failed(
              answer.execution(), notShippable("the failure", String.valueOf(e.reason()))));
    }
    return writer.toByteArray();
  }

  private static NotShippableException notShippable(String what, String why) {
    return new NotShippableException(what, "", why);
  }

  /** Under the lock: null if it is not one any more. */
  private @Nullable Child takeOut(WorkerLink home, @Nullable Child child) {
    if (child == null || !home.children.remove(child)) {
      return null;
    }
    if (!home.children.isParent(child.parentSequence)) {
      parents--;
      pool.workforce().standIns().resume(parents);
    }
    return child;
  }

  /** Under the lock: a task is over, or this attempt of it; its children are to end with it. */
  void ended(WorkerLink home, ProcessTask<?> parent) {
    for (Child child : home.children.of(parent.sequence)) {
      var _ = takeOut(home, child);
      monitor.afterwards(() -> child.task.cancel(true));
    }
  }
}

package dev.rota.process;

import dev.rota.TaskFuture;
import dev.rota.TaskRejectedException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A master that lives where something is missing. It prints what becomes of its tasks, a line each,
 * and needs nothing but the library.
 */
final class PoorMaster {

  private PoorMaster() {}

  /** The first argument says what it does. */
  public static void main(String[] args) throws Exception {
    try (ProcessPool pool =
        ProcessPool.builder().workers(Integer.parseInt(args[1])).spares(0).heap("16m").build()) {
      switch (args[0]) {
        case "ask" -> ask(pool);
        case "be-refused" -> askUntil(pool, "CIRCUIT_OPEN");
        case "lose-descriptors" -> loseDescriptors(pool);
        case "lose-java" -> loseJava(pool);
        case "stay-poor" -> awaitAnswerOrDeath(pool);
        case "until-told" -> {
          awaitAnswerOrDeath(pool);
          System.in.read();
          ask(pool);
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
    }
    System.out.println("closed");
    System.exit(0);
  }

  /** Tries until a task has run. */
  private static void ask(ProcessPool pool) throws Exception {
    askUntil(pool, "returned");
  }

  private static String answer(ProcessPool pool) throws Exception {
    TaskFuture<Integer> future;
    try {
      future = pool.submit(() -> 42);
    } catch (TaskRejectedException e) {
      return e.reason() + ": " + e.getMessage();
    }
    try {
      return "returned " + future.get(500, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) { // it was admitted for a trial that failed
      future.cancel(true);
      return "waited";
    }
  }

  /** Asks again and again: what is admitted while a worker is tried waits for a better time. */
  private static void askUntil(ProcessPool pool, String beginning) throws Exception {
    String answer = answer(pool);
    while (!answer.startsWith(beginning)) {
      Thread.sleep(20);
      answer = answer(pool);
    }
    System.out.println(answer);
  }

  private static void awaitAnswerOrDeath(ProcessPool pool) throws Exception {
    String answer = answer(pool);
    while (!answer.startsWith("returned") && pool.stats().deaths().isEmpty()) {
      answer = answer(pool);
    }
    System.out.println("it has come to " + answer + ", " + pool.stats().deaths());
  }

  private static void awaitCircuit(ProcessPool pool) throws Exception {
    while (!pool.stats().circuitOpen()) {
      Thread.sleep(20);
    }
  }

  /**
   * Somebody else takes away the right to open files, and gives it back. It does not use them up
   * itself: where a program cannot be started for want of descriptors the JDK closes some twice,
   * and hits what another thread has just opened.
   */
  private static void loseDescriptors(ProcessPool pool) throws Exception {
    loseJava(pool); // loads all classes that will be needed: that takes descriptors too
    while (pool.stats().deaths().size() < 3) { // one more than of missing Java
      endAWorker(pool);
    }
    ask(pool);
    System.in.read();
    while (!pool.stats().circuitOpen()) {
      endAWorker(pool);
    }
    askUntil(pool, "CIRCUIT_OPEN");
    System.in.read();
    askUntil(pool, "returned");
  }

  private static void endAWorker(ProcessPool pool) throws InterruptedException {
    try {
      TaskFuture<?> end = pool.submit(() -> Runtime.getRuntime().halt(1));
      try {
        end.get(200, TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        // as it should
      } catch (TimeoutException e) {
        end.cancel(true); // or it would end workers later
      }
    } catch (TaskRejectedException e) {
      // the circuit is open
    }
  }

  /** As when the JDK is upgraded under a running master. */
  private static void loseJava(ProcessPool pool) throws Exception {
    ask(pool);
    String home = System.setProperty("java.home", "/nowhere");
    workers().forEach(ProcessHandle::destroyForcibly);
    awaitCircuit(pool);
    askUntil(pool, "CIRCUIT_OPEN");
    System.setProperty("java.home", home);
    askUntil(pool, "returned");
  }

  private static List<ProcessHandle> workers() {
    return ProcessHandle.current().children().toList();
  }
}

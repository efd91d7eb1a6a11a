package dev.rota.checks.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/** Sends signals to worker processes, now and then, until it is interrupted. */
final class Sniper implements Runnable {

  private static final List<String> SIGNALS =
      List.of("KILL", "KILL", "KILL", "STOP", "TERM", "HUP", "SEGV", "ABRT", "QUIT", "USR2");

  private final Random random;
  private final Ledger ledger;

  Sniper(Random random, Ledger ledger) {
    this.random = random;
    this.ledger = ledger;
  }

  @Override
  public void run() {
    try {
      while (true) {
        boolean calm = random.nextInt(20) == 0; // in which workers get to many tasks at once
        Thread.sleep(calm ? 3_000 : random.nextInt(200));
        shoot();
      }
    } catch (InterruptedException e) {
      // enough
    } catch (IOException e) {
      ledger.wrong("no signal can be sent: " + e);
    }
  }

  private void shoot() throws IOException, InterruptedException {
    List<ProcessHandle> workers =
        ProcessHandle.current().children().filter(Sniper::isJava).toList();
    if (workers.isEmpty()) {
      return;
    }
    ProcessHandle worker = workers.get(random.nextInt(workers.size()));
    String signal = SIGNALS.get(random.nextInt(SIGNALS.size()));
    send(signal, worker);
    ledger.count("SIG" + signal);
    if (signal.equals("STOP") && random.nextInt(3) > 0) {
      Thread.sleep(random.nextInt(300));
      send("CONT", worker);
    }
  }

  /** Not one that is between fork and exec, nor a program that this class has started. */
  private static boolean isJava(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("java");
  }

  private static void send(String signal, ProcessHandle process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, "" + process.pid())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}

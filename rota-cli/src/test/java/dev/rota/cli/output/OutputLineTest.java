package dev.rota.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Execution;
import dev.rota.NotShippableException;
import dev.rota.Outcome;
import dev.rota.RemoteTaskException;
import dev.rota.TaskCancelledException;
import dev.rota.TaskFailure;
import dev.rota.TaskOutOfMemoryException;
import dev.rota.TaskRejectedException;
import dev.rota.TaskThrewException;
import dev.rota.TaskTimedOutException;
import dev.rota.WorkerCrashedException;
import dev.rota.WorkerLostException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputLineTest {
  private static final Execution EXECUTION =
      new Execution("w", 2, Duration.ZERO, Duration.ofMillis(12), Duration.ofNanos(3_400_000));

  @Test
  void aValue() {
    var map = new LinkedHashMap<String, Object>();
    map.put("b", 1);
    map.put("a", Arrays.asList(null, true, 1.5, "q\"\n"));
    assertThat(value(map)).isEqualTo("{'b':1,'a':[null,true,1.5,'q\\'\\n']}".replace('\'', '"'));
    assertThat(value(null)).isEqualTo("null");
    assertThat(value(new int[] {1, 2})).isEqualTo("[1,2]");
    assertThat(value(new char[] {'a'})).isEqualTo("[\"a\"]");
    assertThat(value(BigInteger.TWO.pow(70))).isEqualTo("1180591620717411303424");
  }

  @Test
  void whatJsonCannotSay() {
    assertThat(value(List.of(Double.NaN, Float.NEGATIVE_INFINITY)))
        .isEqualTo("[\"NaN\",\"-Infinity\"]");
    assertThat(value("\ud800")).isEqualTo("\"?\"");
  }

  @Test
  void aFailure() {
    assertThat(failure(new TaskTimedOutException(Duration.ofSeconds(2))))
        .isEqualTo(
            "{'input':'in','failure':'timed-out','detail':'timed out after 2000 ms','wallMs':12,"
                .concat("'cpuMs':3,'attempts':2}\n")
                .replace('\'', '"'));
  }

  @Test
  void aTimeOutSaysByWhichClock() {
    assertThat(
            failure(
                new TaskTimedOutException(TaskTimedOutException.Clock.CPU, Duration.ofSeconds(2))))
        .contains("'timed-out','detail':'timed out after 2000 ms of CPU time'".replace('\'', '"'));
  }

  @Test
  void everyKindHasItsWord() {
    var kinds = new ArrayList<String>();
    for (var failure :
        List.<TaskFailure>of(
            new WorkerCrashedException("m", 1, "", null),
            new TaskTimedOutException(Duration.ofSeconds(1)),
            new TaskOutOfMemoryException("m"),
            new TaskThrewException(new IllegalStateException()),
            new WorkerLostException("m"),
            new NotShippableException("c", "p", "r"),
            new TaskRejectedException(TaskRejectedException.Reason.QUEUE_FULL, "m"),
            new TaskCancelledException("m"))) {
      kinds.add(FailureKind.of(failure).word());
    }
    assertThat(kinds)
        .containsExactly(
            "crashed",
            "timed-out",
            "out-of-memory",
            "threw",
            "worker-lost",
            "not-shippable",
            "rejected",
            "cancelled");
  }

  @Test
  void aCrashShowsItsReportOrTheLastOutput() {
    assertThat(Detail.of(new WorkerCrashedException("killed", 139, "a\nb\n\n", null)))
        .isEqualTo("killed; last output: b");
    assertThat(
            Detail.of(
                new WorkerCrashedException("killed", 139, "a\nb\n", Path.of("/x/hs_err.log"))))
        .isEqualTo("killed; report: /x/hs_err.log");
    assertThat(Detail.of(new WorkerCrashedException("killed", 139, "", null))).isEqualTo("killed");
  }

  @Test
  void whatWasThrownShowsWhere() {
    var stack = new StackTraceElement[] {new StackTraceElement("a.B", "c", "B.java", 7)};
    var cause = new RemoteTaskException("a.Cause", null, stack, null);
    assertThat(Detail.of(new RemoteTaskException("a.Oh", "two\n  lines", stack, cause)))
        .isEqualTo("a.Oh: two lines at a.B.c(B.java:7); caused by a.Cause");
    var own = new IllegalStateException("own");
    own.setStackTrace(stack);
    assertThat(Detail.of(new TaskThrewException(own)))
        .isEqualTo("java.lang.IllegalStateException: own at a.B.c(B.java:7)");
  }

  private static String value(Object value) {
    var line = text(new Outcome.Success<>("in", value, EXECUTION));
    assertThat(line).startsWith("{\"input\":\"in\",\"value\":").endsWith("}\n");
    return line.substring("{\"input\":\"in\",\"value\":".length(), line.length() - 2);
  }

  private static String failure(TaskFailure failure) {
    return text(new Outcome.Failure<>("in", failure, EXECUTION));
  }

  private static String text(Outcome<String, Object> outcome) {
    return new String(new OutputLine().of(outcome), StandardCharsets.UTF_8);
  }
}

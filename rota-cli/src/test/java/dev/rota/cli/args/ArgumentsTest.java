package dev.rota.cli.args;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.MapOptions.Order;
import dev.rota.Workers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

class ArgumentsTest {

  @ParameterizedTest
  @CsvSource({"100us,PT0.0001S", "10ms,PT0.01S", "5s,PT5S", "2m,PT2M", "1h,PT1H"})
  void aDuration(String text, Duration duration) {
    assertThat(new Durations().convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "0s", "-1s", "1.5s", "5 s", "5d", "9999999999999s"})
  void noDuration(String text) {
    refused(new Durations(), text);
  }

  @ParameterizedTest
  @CsvSource({"64k,65536", "256m,268435456", "2g,2147483648", "1G,1073741824"})
  void aSize(String text, long bytes) {
    assertThat(new Sizes("1k").convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "64", "64x", "-1m", "1.5g", "8191k", "0m"})
  void noSize(String text) {
    refused(new Sizes("8m"), text);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "4096,4096", "100%,8", "150%,12", "1%,1"})
  void aNumberOfWorkers(String text, int workers) {
    assertThat(new WorkerCount(8).convert(text)).isEqualTo(Workers.fixed(workers));
  }

  @Test
  void aNumberOfWorkersThatIsToBeFound() {
    assertThat(new WorkerCount(8).convert("auto")).isEqualTo(Workers.adaptive(1, 64));
    assertThat(new WorkerCount(32).convert("auto")).isEqualTo(Workers.adaptive(1, 128));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0%", "-1", "4097", "Auto", "many", "99999999%"})
  void noNumberOfWorkers(String text) {
    refused(new WorkerCount(8), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "INPUT", "random"})
  void noWord(String text) {
    refused(new Words<>(Order.class), text);
  }

  private static void refused(ITypeConverter<?> converter, String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("'" + text + "' is ")
        .hasMessageContaining("allowed");
  }
}

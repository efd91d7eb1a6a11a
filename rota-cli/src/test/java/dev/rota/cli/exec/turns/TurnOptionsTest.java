package dev.rota.cli.exec.turns;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.Workers;
import dev.rota.cli.exec.input.Item;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class TurnOptionsTest {

  private static TurnOptions parse(String... arguments) {
    var spec = CommandSpec.create();
    var options = new TurnOptions(spec);
    var _ = new CommandLine(spec).parseArgs(arguments);
    return options;
  }

  private static TurnRequest request(String... arguments) {
    return requireNonNull(parse(arguments).request(Workers.fixed(8)));
  }

  private static Share share(TurnRequest request, String... values) {
    return request.shares().of(new Item(1, List.of(values)));
  }

  @Test
  void unlessSlotsAreSaidAllRun() {
    assertThat(parse().request(Workers.fixed(8))).isNull();
    assertThat(parse("--kernel-slice", "10ms").kernelSliceNanos()).isEqualTo(10_000_000);
    assertThat(parse().kernelSliceNanos()).isZero();
  }

  private static CpuWeights weights(String... arguments) {
    return requireNonNull(parse(arguments).cpuWeights());
  }

  @Test
  void theKernelsWeightsGoByPatternsToo() {
    assertThat(parse().cpuWeights()).isNull();
    var weights = weights("--cpu-weight", "*.mkv=300", "--cpu-weight", "a*=20");
    assertThat(weights.of(new Item(1, List.of("a.mkv")))).isEqualTo(300);
    assertThat(weights.of(new Item(1, List.of("a.ogg")))).isEqualTo(20);
    assertThat(weights.of(new Item(1, List.of("b.ogg")))).isEqualTo(100);
    assertThat(weights.largest()).isEqualTo(300);
  }

  @Test
  void theLargestWeightIsThatOfSomeInput() {
    assertThat(weights("--cpu-weight", "a=20").largest()).isEqualTo(100); // of all others
    assertThat(weights("--cpu-weight", "20").largest()).isEqualTo(20);
    assertThat(weights("--cpu-weight", "a=30", "--cpu-weight", "20").largest()).isEqualTo(30);
  }

  @Test
  void weightsOfTheKernelAreNoTurns() {
    assertThatThrownBy(() -> weights("--cpu-weight", "2", "--slots", "1"))
        .hasMessageContaining("--cpu-weight leaves shares to the kernel");
    for (var wrong : List.of("0", "10001", "a=", "x")) {
      assertThatThrownBy(() -> weights("--cpu-weight", wrong)).hasMessageContaining("1 to 10000");
    }
  }

  @Test
  void withSharesTheyAreFair() {
    assertThat(request("--slots", "2").policy().name()).isEqualTo("rr");
    assertThat(request("--slots", "2", "--share", "a=2").policy().name()).isEqualTo("fair");
    assertThat(request("--slots", "1", "--policy", "eevdf", "--share", "a=2").policy().name())
        .isEqualTo("eevdf");
  }

  @Test
  void theFirstPatternThatMatchesCounts() {
    var request =
        request(
            "--slots", "1", "--share", "*.mkv=video:3", "--share", "d/*=a/b:0.5", "--share", "*=4");
    assertThat(share(request, "d/x.mkv")).isEqualTo(new Share("video", 3));
    assertThat(share(request, "d/e/x.ogg")).isEqualTo(new Share("a/b", 0.5));
    assertThat(share(request, "x")).isEqualTo(new Share("", 4));
    assertThat(share(request("--slots", "1", "--share", "a=2"), "b")).isEqualTo(new Share("", 1));
  }

  @Test
  void patternsAreGlobsOfBytes() {
    assertThat(matches("a?c", "abc")).isTrue();
    assertThat(matches("a?c", "ac")).isFalse();
    assertThat(matches("[a-c!]x", "bx")).isTrue();
    assertThat(matches("[!a-c]x", "bx")).isFalse();
    assertThat(matches("[!a-c]x", "zx")).isTrue();
    assertThat(matches("\\*.(c)", "*.(c)")).isTrue();
    assertThat(matches("\\*", "a")).isFalse();
    assertThat(matches("[", "[")).isTrue();
    assertThat(matches("a*", "a\nb")).isTrue();
    assertThat(matches("é*", "\u00c3\u00a9")).isTrue(); // its bytes in UTF-8
    assertThat(matches("a.c", "abc")).isFalse();
  }

  private static boolean matches(String glob, String input) {
    return Rule.glob(glob).matcher(input).matches();
  }

  @Test
  void aColumnMaySayTheShare() {
    var request = request("--slots", "1", "--share-column", "2");
    assertThat(share(request, "x", "a:2")).isEqualTo(new Share("a", 2));
    assertThatThrownBy(() -> share(request, "x"))
        .hasMessage("--share-column 2: input 1: it has no such column");
    assertThatThrownBy(() -> share(request, "x", "y"))
        .hasMessageStartingWith("--share-column 2: input 1: 'y' is no weight; allowed is");
  }

  @Test
  void mistakesAreTold() {
    mistake("--slots must be 1 to --workers, which is 8, not 9", "--slots", "9");
    mistake("--slots must be 1 to --workers", "--slots", "0");
    for (var option :
        List.of("--quantum=1s", "--share=a=2", "--trace=t", "--policy=rr", "--share-group=a=1")) {
      mistake(" is for programs that take turns; say on how many: --slots K", option);
    }
    mistake("--quantum must be 1ms or more", "--slots", "1", "--quantum", "10us");
    mistake("'x' is no weight; allowed is a number from 0.000001 to 1000000", "--share", "a=x");
    mistake("'a' is no share; allowed is PATTERN=[GROUP:]WEIGHT", "--share", "a");
    mistake("an empty name of a group", "--share", "a=:2");
    mistake("an empty name of a group", "--share", "a=b//c:2");
    mistake("'[b-a]' is not a glob", "--share", "[b-a]=2");
    mistake("--policy rr knows no shares", "--slots=1", "--policy=rr", "--share=a=2");
    mistake("--policy eevdf knows no groups", "--slots=1", "--policy=eevdf", "--share-group=a=2");
    mistake("there is no 'nope'; allowed is fifo, rr", "--slots", "1", "--policy", "nope");
    mistake("--share-group: 'a' is none", "--slots", "1", "--share-group", "a");
    mistake("'0' is no weight", "--slots", "1", "--share-group", "a=0");
    mistake("both say what an input gets", "--slots=1", "--share=a=2", "--share-column=1");
    mistake("--kernel-slice leaves turns to the kernel", "--slots=1", "--kernel-slice=5ms");
    mistake("--kernel-slice must be 100us to 100ms", "--kernel-slice", "1s");
  }

  private static void mistake(String message, String... arguments) {
    assertThatThrownBy(
            () -> {
              var options = parse(arguments);
              var _ = options.kernelSliceNanos();
              var _ = options.request(Workers.fixed(8));
            })
        .hasMessageContaining(message);
  }

  @Test
  void slotsNeedANumberOfWorkers() {
    assertThatThrownBy(() -> parse("--slots", "2").request(Workers.adaptive(1, 64)))
        .hasMessageContaining("--slots needs a number of --workers, not auto");
    assertThat(parse().request(Workers.adaptive(1, 64))).isNull();
  }
}

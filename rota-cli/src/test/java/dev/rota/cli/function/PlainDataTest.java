package dev.rota.cli.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.NotShippableException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlainDataTest {

  enum Colour {
    RED {
      @Override
      public String toString() {
        return "not this";
      }
    }
  }

  record Point(int y, int x) {}

  private record Line(Point from, Optional<Point> to, Colour colour) {}

  record Holder(Object held) {}

  record Failing(int value) {
    @Override
    public int value() {
      throw new IllegalStateException("not today");
    }
  }

  @Test
  void scalars() throws Exception {
    assertThat(PlainData.of(null)).isNull();
    assertThat(PlainData.of(7L)).isEqualTo(7L);
    assertThat(PlainData.of('c')).isEqualTo("c");
    assertThat(PlainData.of(CharBuffer.wrap("text"))).isEqualTo("text");
    assertThat(PlainData.of(Colour.RED)).isEqualTo("RED");
    assertThat(PlainData.of(new BigDecimal("1.10"))).isEqualTo(new BigDecimal("1.10"));
    assertThat(PlainData.of(new byte[] {1, 2})).isEqualTo("AQI=");
  }

  @Test
  void whatHasAText() throws Exception {
    assertThat(PlainData.of(LocalDate.of(2026, 2, 1))).isEqualTo("2026-02-01");
    assertThat(PlainData.of(Duration.ofSeconds(5))).isEqualTo("PT5S");
    assertThat(PlainData.of(Path.of("a/b"))).isEqualTo("a/b");
    assertThat(PlainData.of(URI.create("a:b"))).isEqualTo("a:b");
    assertThat(PlainData.of(new UUID(0, 1))).isEqualTo("00000000-0000-0000-0000-000000000001");
  }

  @Test
  void recordsKeepTheOrderOfTheirComponents() throws Exception {
    var line = PlainData.of(new Line(new Point(1, 2), Optional.of(new Point(3, 4)), Colour.RED));
    assertThat(line).isInstanceOf(Map.class);
    assertThat(line).hasToString("{from={y=1, x=2}, to={y=3, x=4}, colour=RED}");
  }

  @Test
  void containers() throws Exception {
    assertThat(PlainData.of(new TreeSet<>(List.of("b", "a")))).isEqualTo(List.of("a", "b"));
    assertThat(PlainData.of(new Object[] {1, null})).isEqualTo(Arrays.asList(1, null));
    assertThat(PlainData.of(new int[] {1, 2})).isEqualTo(new int[] {1, 2});
    assertThat(PlainData.of(Map.of(Colour.RED, OptionalInt.of(1)))).isEqualTo(Map.of("RED", 1));
    assertThat(PlainData.of(Optional.empty())).isNull();
  }

  @Test
  void theSameThingTwiceIsNoCycle() throws Exception {
    var point = new Point(1, 2);
    assertThat(PlainData.of(List.of(point, point))).hasToString("[{y=1, x=2}, {y=1, x=2}]");
  }

  @Test
  void aCycleIsRefused() {
    var list = new ArrayList<>();
    list.add(new Holder(list));
    refused(list, "java.util.ArrayList", "ArrayList[0].held", "contains itself");
  }

  @Test
  void whatIsUnknownIsRefusedWithItsPlace() {
    refused(
        new Holder(List.of(1, new Holder(new Thread()))),
        "java.lang.Thread",
        "Holder.held[1].held",
        "has no form");
    refused(new Thread(), "java.lang.Thread", "", "has no form");
  }

  @Test
  void tooDeepIsRefused() {
    Object nested = "x";
    for (int i = 0; i < 1_000_000; i++) {
      nested = new Holder(nested);
    }
    Object deep = nested;
    assertThatThrownBy(() -> PlainData.of(deep))
        .isInstanceOf(NotShippableException.class)
        .hasMessageContaining("is nested more than 150 deep");
  }

  @Test
  void keysThatCannotBeKeptApartAreRefused() {
    var map = new LinkedHashMap<Object, Integer>();
    map.put(1, 1);
    map.put("1", 2);
    refused(map, "java.util.LinkedHashMap", "LinkedHashMap[1]", "two keys");
    refused(Map.of(List.of(), 1), "java.util.ArrayList", "Map1.key", "is no key");
  }

  @Test
  void whatAnAccessorThrowsIsThrown() {
    assertThatThrownBy(() -> PlainData.of(new Failing(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("not today");
  }

  private static void refused(Object value, String className, String path, String reason) {
    assertThatThrownBy(() -> PlainData.of(value))
        .isInstanceOfSatisfying(
            NotShippableException.class,
            refusal -> {
              assertThat(refusal.className()).isEqualTo(className);
              assertThat(refusal.path()).isEqualTo(path);
              assertThat(refusal.reason()).contains(reason);
            });
  }
}

package dev.rota.slice.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.observe.Observer;
import dev.rota.observe.PoolEvent;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the agent weaves and what it leaves alone. */
class TransformerTest {
  private final Tally tally = new Tally();
  private final Transformer transformer =
      new Transformer(Selection.parse("exclude=woven.out"), tally, noInstrumentation());
  private final ClassLoader own = TransformerTest.class.getClassLoader();

  private static Instrumentation noInstrumentation() {
    return (Instrumentation)
        Proxy.newProxyInstance(
            TransformerTest.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (_, method, _) -> {
              throw new AssertionError(method);
            });
  }

  private byte[] transform(ClassLoader loader, String name, byte[] original) {
    return transformer.transform(own.getUnnamedModule(), loader, name, null, null, original);
  }

  private static byte[] samples() {
    return WovenLoader.bytesOf("woven.Samples");
  }

  @Test
  void weavesAndCounts() {
    assertThat(transform(own, "woven/Samples", samples())).isNotNull();
    assertThat(tally.stats().woven()).isEqualTo(1);
    assertThat(tally.stats().leftAlone()).isZero();
  }

  @Test
  void leavesTheJdkRotaAndWhatIsExcluded() {
    assertThat(transform(own, "java/util/List", samples())).isNull();
    assertThat(transform(own, "dev/rota/Pool", samples())).isNull();
    assertThat(transform(own, "woven/out/Samples", samples())).isNull();
    assertThat(transform(null, "woven/Samples", samples())).isNull();
    assertThat(transform(ClassLoader.getPlatformClassLoader(), "woven/Samples", samples()))
        .isNull();
    assertThat(transform(own, null, samples())).isNull();
    assertThat(tally.stats()).isEqualTo(new WeaveStats(0, 0, List.of()));
  }

  @Test
  void countsWhatItCannotWeaveAndKeepsSomeReasons() {
    for (int i = 0; i < 100; i++) {
      assertThat(transform(own, "woven/Broken" + i, new byte[] {1})).isNull();
    }
    assertThat(tally.stats().leftAlone()).isEqualTo(100);
    assertThat(tally.stats().reasons()).hasSize(20).first().asString().contains("woven/Broken0");
  }

  @Test
  void leavesClassesOfLoadersThatDoNotSeePolls() throws Exception {
    try (var stranger = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
      assertThat(transform(stranger, "woven/Samples", samples())).isNull();
    }
    assertThat(tally.stats().reasons()).singleElement().asString().contains("does not see Rota");
  }

  /** An observer with a loop. */
  static class Watching implements Observer {
    int events;

    @Override
    public void on(PoolEvent event) {
      while (events < 100) {
        events++;
      }
    }
  }

  /** An observer by its superclass. */
  static class WatchingMore extends Watching {
    @Override
    public void on(PoolEvent event) {
      while (events < 200) {
        events++;
      }
    }
  }

  /** None, though it has one. */
  static class Owner {
    final Observer observer = new WatchingMore();

    int count(int n) {
      int turns = 0;
      while (turns * turns < n) {
        turns++;
      }
      return turns;
    }
  }

  @Test
  void observersAreNotWoven() {
    var hierarchies = new Loaders();
    for (var type : new Class<?>[] {Watching.class, WatchingMore.class}) {
      assertThat(runsUnderTheScheduler(hierarchies, type)).describedAs(type.getName()).isTrue();
    }
    assertThat(runsUnderTheScheduler(hierarchies, Owner.class)).isFalse();
  }

  private boolean runsUnderTheScheduler(Loaders loaders, Class<?> type) {
    return loaders.runsUnderTheScheduler(
        own, type.getName().replace('.', '/'), WovenLoader.bytesOf(type.getName()));
  }
}

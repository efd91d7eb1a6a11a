package dev.rota.cli.progress;

import java.io.PrintWriter;
import java.util.OptionalLong;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar, redrawn in place. Until the inputs are counted it shows what is done and how fast. */
final class Bar implements Progress {
  private static final int UNKNOWN = -1;

  private final Tally tally;
  private final ProgressBar bar;

  Bar(Tally tally, Supplier<OptionalLong> count, PrintWriter err) {
    this.tally = tally;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("rota")
            .setStyle(ProgressBarStyle.ASCII)
            .setInitialMax(UNKNOWN)
            .setUpdateIntervalMillis(200)
            .showSpeed()
            .clearDisplayOnFinish()
            .setConsumer(new Line(err, Terminal.width()))
            .build();
    Thread.ofPlatform()
        .daemon()
        .name("rota-count")
        .start(() -> count.get().ifPresent(bar::maxHint));
  }

  @Override
  public void tick() {
    bar.stepTo(tally.done());
    long failed = tally.failed();
    bar.setExtraMessage(failed == 0 ? "" : " " + failed + " failed");
  }

  @Override
  public void close() {
    bar.close();
  }

  /** The last line of the terminal. */
  private record Line(PrintWriter err, int width) implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return width - 1;
    }

    @Override
    public void accept(String text) {
      err.print("\r" + text + "\u001b[K"); // and clear what is left of a longer one
      err.flush();
    }

    @Override
    public void clear() {
      accept("");
    }

    @Override
    public void close() {}
  }
}

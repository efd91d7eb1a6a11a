package dev.rota.cli.map;

import dev.rota.cli.input.Inputs;
import dev.rota.cli.joblog.Logged;
import dev.rota.cli.joblog.Logging;
import dev.rota.cli.joblog.Resumption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The inputs that are to be run by what the log says. They can be iterated over once. */
final class LoggedInputs implements Iterable<String> {

  private record Input(long number, String text) {}

  private final Inputs all;
  private final MapLog log;
  private final Resumption<Input> wanted;

  LoggedInputs(Inputs all, Logging logging, Logged logged, MapLog log) {
    this.all = all;
    this.log = log;
    var texts = all.iterator();
    this.wanted =
        logging.resumption(
            logged,
            new Resumption.All<>() {
              private long number;

              @Override
              public @Nullable Input next() {
                return texts.hasNext() ? new Input(++number, texts.next()) : null;
              }
            },
            input -> log.fingerprint(input.text()));
  }

  /**
   * Reads those that the log knows.
   *
   * @throws dev.rota.cli.args.UserError if they are others
   */
  void check() {
    try {
      wanted.check();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many there are, as {@link Inputs#count}. */
  OptionalLong count() {
    var count = all.count();
    return count.isPresent() ? OptionalLong.of(wanted.count(count.getAsLong())) : count;
  }

  @Override
  public Iterator<String> iterator() {
    return new Iterator<>() {
      private @Nullable Input next;

      @Override
      public boolean hasNext() {
        next = next == null ? read() : next;
        return next != null;
      }

      @Override
      public String next() {
        if (!hasNext() || next == null) {
          throw new NoSuchElementException();
        }
        var input = next;
        next = null;
        log.begin(input.number(), input.text());
        return input.text();
      }
    };
  }

  private @Nullable Input read() {
    try {
      return wanted.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

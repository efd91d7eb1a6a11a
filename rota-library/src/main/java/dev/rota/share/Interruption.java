package dev.rota.share;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/**
 * A native call that {@link Thread#interrupt()} brings back. The only way that Java has for that is
 * made for selectors, so this looks like one: {@code begin} says what an interrupt is to do.
 */
final class Interruption extends AbstractSelector {

  private final Runnable bringBack;

  private Interruption(Runnable bringBack) {
    super(SelectorProvider.provider());
    this.bringBack = bringBack;
  }

  /** Makes the call; {@code bringBack} is run by whoever interrupts it, or at once if that was. */
  static void during(Runnable call, Runnable bringBack) {
    Interruption interruption = new Interruption(bringBack);
    try {
      interruption.begin();
      call.run();
    } finally {
      interruption.end();
    }
  }

  @Override
  public Selector wakeup() {
    bringBack.run();
    return this;
  }

  @Override
  protected void implCloseSelector() throws IOException {}

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<SelectionKey> keys() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int selectNow() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int select(long timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int select() {
    throw new UnsupportedOperationException();
  }
}

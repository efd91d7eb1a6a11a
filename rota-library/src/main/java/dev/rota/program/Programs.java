package dev.rota.program;

import dev.rota.linux.Cgroup;
import dev.rota.linux.Guardian;
import dev.rota.program.ProgramEvent.Ended;
import dev.rota.program.ProgramEvent.Listening;
import dev.rota.program.ProgramEvent.NotListening;
import dev.rota.program.ProgramEvent.NotStarted;
import dev.rota.program.ProgramEvent.Started;
import dev.rota.program.ProgramEvent.Written;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Starts programs and tells how they end. A native process, the guardian, starts them in this one's
 * stead; when this one is gone, or closes this object, it kills all of them that still run, with
 * all that they have started.
 *
 * <p>Each program has a number of the caller's choice, free again when it has ended and all its
 * output is released. Requests may come from any thread; events are to be taken by one thread.
 * Nothing here decides: neither how many run, nor how long.
 */
public final class Programs implements AutoCloseable {

  /** Numbers are below this. */
  public static final int MOST = 1 << 16;

  /**
   * The most bytes that a program with its arguments may take; the kernel has limits of its own.
   */
  public static final int LONGEST = 5 << 20;

  /** Listening sockets have numbers below this. */
  public static final int MOST_SOCKETS = 64;

  private static final int START = 1;
  private static final int SIGNAL = 2;
  private static final int RELEASE = 3;
  private static final int LIMITS = 4;
  private static final int SLICE = 5;
  private static final int CONFINE = 6;
  private static final int LISTEN = 7;
  private static final int CLOSE = 8;

  private static final int INPUT_PIPE = 1;
  private static final int OUTPUT_PIPES = 2;
  private static final int OUTPUT_FILES = 4;
  private static final int STOPPED = 8;
  private static final int SOCKET_INPUT = 16;

  private static final long LEAST_SLICE_NANOS = 100_000;
  private static final long MOST_SLICE_NANOS = 100_000_000;

  private static final int STARTED = 1;
  private static final int ENDED = 2;
  private static final int LISTENING = 4;
  private static final int EVENT_BYTES = 80;

  /** Which of a program's descriptors to close: input, output, error. */
  private static final int ALL = 7;

  private static final int INPUT = 1;
  private static final int USUAL_WEIGHT = 100;

  private static final Charset NATIVE =
      Charset.forName(
          System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8); // of file names

  private final Guardian guardian;
  private final OutputStream requests;
  private final DataInputStream events;
  private final byte[] event = new byte[EVENT_BYTES];
  private final ByteBuffer view = ByteBuffer.wrap(event).order(ByteOrder.nativeOrder());
  private @Nullable Cgroup cgroup;
  private int largestWeight;
  private ByteBuffer frame = ByteBuffer.allocate(1 << 12).order(ByteOrder.nativeOrder());

  private Programs(Guardian guardian) {
    this.guardian = guardian;
    this.requests = guardian.requests();
    this.events = new DataInputStream(guardian.events());
  }

  /**
   * Starts the guardian.
   *
   * @param temporary where output waits in files
   * @param folder the programs' working directory; null for this process's
   * @param environment variables beside, or instead of, those of this process
   * @return to be closed
   * @throws IOException if it cannot be started
   * @throws UnsupportedOperationException on systems other than Linux on x86-64 or aarch64
   */
  public static Programs open(
      Path temporary, @Nullable Path folder, Map<String, String> environment) throws IOException {
    return new Programs(
        Guardian.start(
            temporary,
            builder -> {
              if (folder != null) {
                builder.directory(folder.toFile());
              }
              builder.environment().putAll(environment);
            }));
  }

  /**
   * Says what the programs that are started from now on get.
   *
   * @param nice what is added to their niceness, -20 to 19
   * @param memory the most bytes that a program has in memory, if it has a cgroup of its own, or
   *     else of address space of each of its processes; 0 for any
   * @param running how many run at once, 1 or more; who is started beyond waits for its turn, in
   *     order, which saves the way here and back between two short programs
   * @throws IOException if the guardian is gone
   */
  public synchronized void limit(int nice, long memory, int running) throws IOException {
    begin(LIMITS).putInt(nice).putLong(memory).putInt(running);
    send();
  }

  /**
   * Has each program that is started from now on run in a cgroup (version 2) of its own, where this
   * process may make some. There the memory that {@link #limit} says is the program's, with all its
   * processes, which are killed when they need more ({@link Ended#outOfMemory}); {@link
   * Program#cpuWeight} says what it gets of the processors beside the others; and what it leaves
   * behind, in whatever process group, ends with it. To be said once.
   *
   * <p>Where that is not possible weights are told by niceness, as near as that comes.
   *
   * @param memory whether memory is to be limited
   * @param largestWeight of all programs to come, 1 to {@link Program#MOST_WEIGHT}; 0 if weights do
   *     not matter
   * @return why there are no cgroups; empty if there are
   * @throws IOException if the guardian is gone
   */
  public synchronized String confine(boolean memory, int largestWeight) throws IOException {
    this.largestWeight = largestWeight;
    Set<String> controllers = new TreeSet<>();
    if (memory) {
      controllers.add("memory");
    }
    if (largestWeight > 0) {
      controllers.add("cpu");
    }
    Cgroup.Attempt attempt = Cgroup.make(controllers);
    cgroup = attempt.cgroup();
    if (cgroup != null) {
      begin(CONFINE);
      put(cgroup.folder().toString().getBytes(NATIVE));
      while (frame.position() < 4 * Integer.BYTES) {
        frame.put((byte) 0);
      }
      send();
    }
    return attempt.obstacle();
  }

  /** What a start says of its share: the weight of the cgroup, or the niceness instead. */
  private int share(int weight) {
    if (cgroup != null) {
      return largestWeight == 0 ? 0 : weight;
    }
    return largestWeight == 0 ? 0 : Niceness.of(weight == 0 ? USUAL_WEIGHT : weight, largestWeight);
  }

  /**
   * Asks for a listening socket, which the guardian has until it is closed, and which programs
   * inherit that say so: connections wait in it while programs come and go. {@link Listening} or
   * {@link NotListening} will tell.
   *
   * @param number free, from 0 on, below {@link #MOST_SOCKETS}
   * @param address of IPv4, IPv6 (the address {@code ::} is also that of IPv4) or a unix socket,
   *     whose file must not exist and goes when the socket is closed; port 0 for any that is free
   * @param backlog how many connections wait to be accepted, 1 or more; the kernel has a limit of
   *     its own
   * @throws IllegalArgumentException if one of them is not as said
   * @throws IOException if the guardian is gone
   */
  public synchronized void listen(int number, SocketAddress address, int backlog)
      throws IOException {
    checkSocket(number);
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog must be 1 or more, not " + backlog);
    }
    byte[] bytes = SocketBytes.of(address, NATIVE);
    begin(LISTEN).putInt(number).putInt(backlog).putInt(bytes.length);
    put(bytes);
    send();
  }

  /**
   * Closes a socket. Programs that have inherited it can go on accepting.
   *
   * @param number of the socket
   * @throws IllegalArgumentException if there cannot be such a number
   * @throws IOException if the guardian is gone
   */
  public synchronized void closeSocket(int number) throws IOException {
    checkSocket(number);
    begin(CLOSE).putInt(number).putInt(0);
    send();
  }

  static void checkSocket(int number) {
    if (number < 0 || number >= MOST_SOCKETS) {
      throw new IllegalArgumentException(
          "a socket's number must be 0 to " + (MOST_SOCKETS - 1) + ", not " + number);
    }
  }

  /**
   * Says how long a slice the kernel's scheduler gives to each thread of the programs that are
   * started from now on. Kernels before 6.12 know no such wish.
   *
   * @param nanos 100,000 to 100,000,000, which the kernel rounds up to its tick; 0 for its own
   * @throws IllegalArgumentException if {@code nanos} is out of range
   * @throws IOException if the guardian is gone
   */
  public synchronized void kernelSlice(long nanos) throws IOException {
    if (nanos != 0 && (nanos < LEAST_SLICE_NANOS || nanos > MOST_SLICE_NANOS)) {
      throw new IllegalArgumentException(
          "slice must be 100,000 to 100,000,000 ns, or 0, not " + nanos);
    }
    begin(SLICE).putLong(nanos);
    send();
  }

  /**
   * Asks for a start. An event will tell of its end, or that there was no start.
   *
   * @param number free, from 0 on, below {@link #MOST}
   * @param program what to run
   * @throws IllegalArgumentException if the command is longer than {@link #LONGEST}
   * @throws IOException if the guardian is gone
   */
  public synchronized void start(int number, Program program) throws IOException {
    start(number, program, 0);
  }

  /**
   * Asks for a start as one that is stopped: SIGCONT lets it run its first instruction. An event
   * tells that it was started, whatever its pipes. A program whose file gives it the rights of
   * another user does not get them.
   *
   * @param number free, from 0 on, below {@link #MOST}
   * @param program what to run
   * @throws IllegalArgumentException if the command is longer than {@link #LONGEST}
   * @throws IOException if the guardian is gone
   */
  public synchronized void startStopped(int number, Program program) throws IOException {
    start(number, program, STOPPED);
  }

  private void start(int number, Program program, int flag) throws IOException {
    int flags = flag | (program.inputPipe() ? INPUT_PIPE : 0);
    flags |=
        switch (program.output()) {
          case FILES -> 0;
          case NAMED_FILES -> OUTPUT_FILES;
          case PIPES -> OUTPUT_PIPES;
        };
    Program.Sockets sockets = program.sockets();
    flags |= sockets.asInput() ? SOCKET_INPUT : 0;
    begin(START).putInt(number).putInt(flags).putInt(program.command().size());
    frame.putInt(share(program.cpuWeight())).putInt(sockets.numbers().size());
    for (int socket : sockets.numbers()) {
      frame.putInt(socket);
    }
    Program.Files files = program.files();
    if (files != null) {
      put(files.out().toAbsolutePath().toString().getBytes(NATIVE));
      put(files.err().toAbsolutePath().toString().getBytes(NATIVE));
    }
    for (byte[] word : program.command()) {
      put(word);
    }
    send();
  }

  /**
   * Sends a signal to a program's process group; nothing happens if it has ended. One that waits
   * for its turn is not started after SIGTERM and SIGKILL, which an event tells, {@link
   * NotStarted#WITHDRAWN}.
   *
   * @param number of the program
   * @param signal its number, such as 15 for SIGTERM
   * @throws IOException if the guardian is gone
   */
  public synchronized void signal(int number, int signal) throws IOException {
    begin(SIGNAL).putInt(number).putInt(signal);
    send();
  }

  /**
   * Has the guardian forget pipes and files of a program. Who has opened them can go on.
   *
   * @param number of the program
   * @throws IOException if the guardian is gone
   */
  public synchronized void release(int number) throws IOException {
    begin(RELEASE).putInt(number).putInt(ALL);
    send();
  }

  /**
   * Has the guardian forget the pipe to a program's standard input, so that the program sees its
   * end when whoever has opened it closes it.
   *
   * @param number of the program
   * @throws IOException if the guardian is gone
   */
  public synchronized void releaseInput(int number) throws IOException {
    begin(RELEASE).putInt(number).putInt(INPUT);
    send();
  }

  private ByteBuffer begin(int kind) {
    return frame.clear().putInt(0).putInt(kind);
  }

  private void put(byte[] bytes) {
    if (frame.remaining() < bytes.length + Long.BYTES) {
      int size = Math.max(2 * frame.capacity(), frame.position() + bytes.length + Long.BYTES);
      if (frame.position() + bytes.length > LONGEST) {
        throw new IllegalArgumentException(
            "a command with its arguments must not be longer than " + LONGEST + " bytes");
      }
      frame = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()).put(frame.flip());
    }
    frame.put(bytes).put((byte) 0);
  }

  private void send() throws IOException {
    while (frame.position() % Integer.BYTES != 0) {
      frame.put((byte) 0);
    }
    frame.putInt(0, frame.position() - Integer.BYTES);
    requests.write(frame.array(), 0, frame.position());
    requests.flush();
  }

  /**
   * Waits for the next event.
   *
   * @return null once the guardian is gone
   * @throws IOException if events cannot be read
   */
  public @Nullable ProgramEvent next() throws IOException {
    try {
      events.readFully(event);
    } catch (EOFException e) {
      return null;
    }
    int number = view.getInt(4);
    int status = view.getInt(12);
    return switch (view.getInt(0)) {
      case STARTED -> new Started(number, view.getInt(8), path(16), path(20), path(24));
      case ENDED -> {
        Written written = new Written(path(20), view.getLong(32), path(24), view.getLong(40));
        yield new Ended(
            number,
            (status & 0x7f) == 0 ? status >> 8 & 0xff : 0,
            status & 0x7f,
            written,
            view.getLong(48),
            view.getLong(56),
            view.getLong(64),
            view.getLong(72) << 10,
            view.getInt(28) > 0);
      }
      case LISTENING ->
          status == 0 ? new Listening(number, view.getInt(8)) : new NotListening(number, status);
      default -> new NotStarted(number, status);
    };
  }

  private String path(int at) {
    int descriptor = view.getInt(at);
    return descriptor < 0 ? "" : guardian.path(descriptor);
  }

  /** Kills all that still run, and waits until they are gone. */
  @Override
  public void close() {
    guardian.close();
    if (cgroup != null) {
      cgroup.close(); // if the guardian was killed, or somebody made more below
    }
  }
}

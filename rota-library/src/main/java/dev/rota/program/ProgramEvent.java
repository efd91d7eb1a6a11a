package dev.rota.program;

/** What happened to a program or to a socket. Paths are good until the program is released. */
public sealed interface ProgramEvent {

  /**
   * Which program, or which socket.
   *
   * @return the number that it was started with
   */
  int number();

  /**
   * It runs. Said only of programs with pipes, and of those that were started stopped.
   *
   * @param number the number that the program was started with
   * @param pid also the number of its process group
   * @param input opens the pipe to its standard input; empty if that is none
   * @param out opens the pipe from its standard output; empty if that is none
   * @param err opens the pipe from its standard error; empty if that is none
   */
  record Started(int number, int pid, String input, String out, String err)
      implements ProgramEvent {}

  /**
   * It could not be started, and its number is free again.
   *
   * @param number the number that the program was started with
   * @param error the error of execve(2) or of what had to be done before
   */
  record NotStarted(int number, int error) implements ProgramEvent {

    /** The error of a program that was ended before it had its turn. */
    public static final int WITHDRAWN = 125;
  }

  /**
   * It has ended, and with it its process group. If one of the paths is not empty its number is
   * taken until all that is open is released.
   *
   * @param number the number that the program was started with
   * @param exitStatus 0 if a signal ended it
   * @param signal 0 if it ended by itself
   * @param output its output; bytes of 0 if it went to pipes
   * @param runNanos from its start to its end by the monotonic clock
   * @param userMicros CPU time of it and of those it has waited for, outside of the kernel
   * @param systemMicros the same, in the kernel
   * @param peakBytes the most memory that it had resident
   * @param outOfMemory whether a process of it was killed because its cgroup had no more memory; of
   *     programs without a cgroup of their own nobody knows it
   */
  record Ended(
      int number,
      int exitStatus,
      int signal,
      Written output,
      long runNanos,
      long userMicros,
      long systemMicros,
      long peakBytes,
      boolean outOfMemory)
      implements ProgramEvent {

    /**
     * Whether it ended by itself with status 0.
     *
     * @return if so
     */
    public boolean isSuccess() {
      return exitStatus == 0 && signal == 0;
    }
  }

  /**
   * A socket waits for connections.
   *
   * @param number the socket's
   * @param port where; 0 for a unix socket
   */
  record Listening(int number, int port) implements ProgramEvent {}

  /**
   * A socket cannot be had, and its number is free again.
   *
   * @param number the socket's
   * @param error of bind(2) or what goes with it: 98 for an address that is in use, 99 for one that
   *     is none of this machine's, 13 where rights are missing
   */
  record NotListening(int number, int error) implements ProgramEvent {}

  /**
   * What it has written.
   *
   * @param out opens the file; empty if there is nothing in it
   * @param outBytes how long it is
   * @param err opens the file; empty if there is nothing in it
   * @param errBytes how long it is
   */
  record Written(String out, long outBytes, String err, long errBytes) {

    /**
     * Whether there is nothing at all.
     *
     * @return if so
     */
    public boolean isEmpty() {
      return outBytes == 0 && errBytes == 0;
    }
  }
}

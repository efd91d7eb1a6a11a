package dev.rota.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.Serializable;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Something that can go wrong in a worker, and what is to come of it. */
sealed interface Fault extends Serializable {

  /** What is to come of it. */
  enum Effect {
    /** The process ends. */
    CRASH,
    /** Memory is exhausted; whether the process ends by itself or is replaced is the same. */
    OUT_OF_MEMORY,
    /** The task throws, and the worker lives. */
    THROW,
    /** The task throws, and the worker is replaced. */
    THROW_AND_RECYCLE,
    /** Nothing happens any more. */
    HANG,
    /** Nothing. */
    NONE
  }

  /** Does it. */
  void strike() throws Exception;

  Effect effect();

  /** What the statistics call the death, null if they may call it anything. */
  String death();

  /** Whether this is a process that may be struck. */
  static boolean inWorker() {
    return System.getProperty("sun.java.command", "").contains("dev.rota.worker");
  }

  /** For code that can throw nothing checked. */
  default void strikeInWorker() {
    if (inWorker()) {
      try {
        strike();
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** {@code System.exit} or {@code Runtime.halt}. */
  record Exit(int status, boolean halts) implements Fault {
    @Override
    public void strike() {
      if (halts) {
        Runtime.getRuntime().halt(status);
      }
      System.exit(status);
    }

    @Override
    public Effect effect() {
      return Effect.CRASH;
    }

    @Override
    public String death() {
      return status == 137 ? "SIGKILL" : status == 255 ? null : "exit " + status;
    }
  }

  /** A signal from outside. */
  record Signal(String name) implements Fault {

    static final List<String> CRASH_REPORT = List.of("SEGV", "BUS", "FPE", "ILL");
    static final List<String> DEADLY =
        List.of("ABRT", "KILL", "TERM", "INT", "HUP", "USR1", "ALRM", "SYS", "VTALRM", "IO");
    static final List<String> HARMLESS = List.of("PIPE", "CHLD", "CONT", "URG", "WINCH", "QUIT");

    @Override
    public void strike() throws Exception {
      send(ProcessHandle.current().pid());
      if (effect() != Effect.NONE) {
        new CountDownLatch(1).await();
      }
    }

    void send(long pid) throws Exception {
      new ProcessBuilder("kill", "-" + name, "" + pid).start().waitFor();
    }

    @Override
    public Effect effect() {
      return name.equals("STOP")
          ? Effect.HANG
          : HARMLESS.contains(name) ? Effect.NONE : Effect.CRASH;
    }

    @Override
    public String death() {
      return "SIG" + name;
    }
  }

  /** What a task does itself. */
  @SuppressWarnings("restricted") // a bad memory access is one of the cases
  enum Deed implements Fault {
    BAD_MEMORY_ACCESS(Effect.CRASH),
    HEAP_EXHAUSTED(Effect.OUT_OF_MEMORY),
    DIRECT_MEMORY_EXHAUSTED(Effect.OUT_OF_MEMORY),
    METASPACE_EXHAUSTED(Effect.OUT_OF_MEMORY),
    THREADS_EXHAUSTED(Effect.OUT_OF_MEMORY),
    STACK_OVERFLOW(Effect.THROW_AND_RECYCLE),
    CLASS_INITIALISER_FAILS(Effect.THROW),
    UNKNOWN_EXCEPTION(Effect.THROW),
    ERROR(Effect.THROW),
    DEADLOCK(Effect.HANG),
    LOOP(Effect.HANG),
    COUNTED_LOOP(Effect.HANG),
    OUTPUT(Effect.HANG),
    BELLS(Effect.HANG);

    private final Effect effect;

    Deed(Effect effect) {
      this.effect = effect;
    }

    @Override
    public Effect effect() {
      return effect;
    }

    @Override
    public String death() {
      return null;
    }

    @Override
    public void strike() throws Exception {
      switch (this) {
        case BAD_MEMORY_ACCESS -> MemorySegment.ofAddress(8).reinterpret(8).get(BYTE, 0);
        case HEAP_EXHAUSTED -> hoard(() -> new long[100_000]);
        case DIRECT_MEMORY_EXHAUSTED -> hoard(() -> ByteBuffer.allocateDirect(1 << 24));
        case METASPACE_EXHAUSTED -> hoard(Deed::newClass);
        case THREADS_EXHAUSTED -> new Thread(null, () -> {}, "too big", 1L << 46).start();
        case STACK_OVERFLOW -> forEver(0);
        case CLASS_INITIALISER_FAILS -> Unusable.use();
        case UNKNOWN_EXCEPTION -> throw onlyHere();
        case ERROR -> throw new AssertionError("as asked");
        case DEADLOCK -> deadlock();
        case LOOP -> {
          while (true) {
            Thread.onSpinWait();
          }
        }
        case COUNTED_LOOP -> count();
        case OUTPUT -> {
          while (true) {
            System.out.println("out");
            System.err.println("err");
          }
        }
        case BELLS -> {
          FileOutputStream bell = new FileOutputStream(FileDescriptor.out);
          while (true) {
            bell.write(new byte[1000]);
          }
        }
      }
    }

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private interface Source {
      Object next() throws Exception;
    }

    @SuppressWarnings("ModifiedButNotUsed")
    private static void hoard(Source source) throws Exception {
      List<Object> hoard = new ArrayList<>();
      while (true) {
        hoard.add(source.next());
      }
    }

    private static Object newClass() throws Exception {
      byte[] bytes = ClassFile.of().build(ClassDesc.of("dev.rota.process.Hidden"), code -> {});
      return MethodHandles.lookup().defineHiddenClass(bytes, false).lookupClass();
    }

    /** Of a class that the master does not have. */
    private static RuntimeException onlyHere() throws Exception {
      ClassDesc parent = ClassDesc.of("java.lang.RuntimeException");
      byte[] bytes =
          ClassFile.of()
              .build(
                  ClassDesc.of("dev.rota.process.OnlyHere"),
                  type ->
                      type.withSuperclass(parent)
                          .withMethodBody(
                              ConstantDescs.INIT_NAME,
                              ConstantDescs.MTD_void,
                              ClassFile.ACC_PUBLIC,
                              code ->
                                  code.aload(0)
                                      .invokespecial(
                                          parent, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                                      .return_()));
      Class<?> type = MethodHandles.lookup().defineHiddenClass(bytes, false).lookupClass();
      return (RuntimeException) type.getDeclaredConstructor().newInstance();
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int forEver(int depth) {
      return forEver(depth + 1) + 1;
    }

    private static void deadlock() throws InterruptedException {
      Object one = new Object();
      Object two = new Object();
      CountDownLatch bothHold = new CountDownLatch(2);
      Thread other = new Thread(() -> holdAndWant(two, one, bothHold));
      other.start();
      holdAndWant(one, two, bothHold);
    }

    private static void holdAndWant(Object first, Object second, CountDownLatch bothHold) {
      synchronized (first) {
        bothHold.countDown();
        try {
          bothHold.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        synchronized (second) {
          throw new IllegalStateException("no deadlock");
        }
      }
    }

    private static void count() {
      int sum = 0;
      for (int round = 0; round < 1_000; round++) {
        for (int i = 0; i < Integer.MAX_VALUE; i++) {
          sum = sum * 31 + i / (sum | 1);
        }
      }
      System.out.println(sum);
    }

    /** Cannot be initialised. */
    static final class Unusable {
      static final int VALUE = fail();

      private Unusable() {}

      private static int fail() {
        throw new IllegalStateException("cannot be initialised");
      }

      static void use() {
        System.out.println(VALUE);
      }
    }
  }
}

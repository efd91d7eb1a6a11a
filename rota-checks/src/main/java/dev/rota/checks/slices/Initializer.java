package dev.rota.checks.slices;

import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;

/** Class initialisers that compute: each is run once only, so there is a new class each time. */
final class Initializer {

  private static final byte[] CLASS =
      ClassFile.of()
          .build(
              ClassDesc.of(Initializer.class.getPackageName(), "Initialized"),
              type ->
                  type.withMethodBody(
                      ConstantDescs.CLASS_INIT_NAME,
                      MTD_void,
                      ClassFile.ACC_STATIC,
                      code ->
                          code.invokestatic(
                                  Initializer.class.describeConstable().orElseThrow(),
                                  "compute",
                                  MTD_void)
                              .return_()));

  private static final ThreadLocal<Integer> MILLIS = ThreadLocal.withInitial(() -> 0);

  private Initializer() {}

  /** Initialises a class for so long. */
  static void run(int millis) {
    MILLIS.set(millis);
    try {
      var _ = MethodHandles.lookup().defineHiddenClass(CLASS, /* initialize= */ true);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the class initialiser calls. */
  static void compute() {
    long end = System.nanoTime() + MILLIS.get() * 1_000_000L;
    var _ = Work.until(() -> System.nanoTime() - end >= 0);
  }
}

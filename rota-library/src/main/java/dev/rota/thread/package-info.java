/** {@link dev.rota.thread.ThreadPool}: a pool whose workers are platform threads of this JVM. */
@NullMarked
package dev.rota.thread;

import org.jspecify.annotations.NullMarked;

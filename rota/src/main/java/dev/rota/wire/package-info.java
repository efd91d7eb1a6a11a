/**
 * All that master and worker say to each other: the memory they share ({@link
 * dev.rota.wire.SharedMemory}, {@link dev.rota.wire.Ring}, {@link dev.rota.wire.Slots}), the
 * messages in it and the values in those.
 */
@NullMarked
package dev.rota.wire;

import org.jspecify.annotations.NullMarked;

/**
 * All that master and worker say to each other: the memory they share ({@link
 * dev.rota.wire.SharedMemory}, {@link dev.rota.wire.Ring}, {@link dev.rota.wire.Slots}), the
 * messages in it and the values in those.
 *
 * <p>A value is a tag and what the file that the tag belongs to writes after it. {@link
 * dev.rota.wire.ValueWriter} and {@link dev.rota.wire.ValueReader} are its two ends. Both
 * directions have the same form; only towards a worker is Java serialization accepted for what has
 * none.
 */
@NullMarked
package dev.rota.wire;

import org.jspecify.annotations.NullMarked;

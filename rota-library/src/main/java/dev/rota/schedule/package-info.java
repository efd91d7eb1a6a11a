/**
 * Who runs next and for how long. A {@link dev.rota.schedule.Policy} is pure: it starts no thread,
 * reads no clock and does no I/O, so that the same object orders a live pool and a simulated
 * machine.
 */
@NullMarked
package dev.rota.schedule;

import org.jspecify.annotations.NullMarked;

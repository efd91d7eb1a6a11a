/**
 * What pools do, seen from outside: {@link dev.rota.observe.PoolEvent events} told to an {@link
 * dev.rota.observe.Observer} and to Flight Recorder, and a {@link dev.rota.observe.ChromeTrace
 * trace file} made of them.
 */
@NullMarked
package dev.rota.observe;

import org.jspecify.annotations.NullMarked;

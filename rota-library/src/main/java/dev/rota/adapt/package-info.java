/**
 * How many workers a pool or a service should have, found by trying: {@link
 * dev.rota.adapt.Controller} decides, {@link dev.rota.adapt.Meter} measures for it. Neither reads a
 * clock or touches a worker.
 */
@NullMarked
package dev.rota.adapt;

import org.jspecify.annotations.NullMarked;

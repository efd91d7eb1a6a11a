/**
 * The user's function: found and checked in the master without being loaded, called in the worker,
 * its result made plain data there.
 */
@NullMarked
package dev.rota.cli.function;

import org.jspecify.annotations.NullMarked;

/** Locks between processes beside their peers. */
@NullMarked
package dev.rota.checks.lock;

import org.jspecify.annotations.NullMarked;

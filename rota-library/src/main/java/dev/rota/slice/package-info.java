/** Time-sliced virtual threads: a pool in which a busy loop does not starve its neighbours. */
@NullMarked
package dev.rota.slice;

import org.jspecify.annotations.NullMarked;

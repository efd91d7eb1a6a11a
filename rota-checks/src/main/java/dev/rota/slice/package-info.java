/** Checks that have to see inside the package of the same name. */
@NullMarked
package dev.rota.slice;

import org.jspecify.annotations.NullMarked;

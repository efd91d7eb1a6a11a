/** Checks that have to see inside the package of the same name. */
@NullMarked
package dev.rota.share;

import org.jspecify.annotations.NullMarked;

/** Woven programs beside the same unwoven. */
@NullMarked
package dev.rota.checks.weaving;

import org.jspecify.annotations.NullMarked;

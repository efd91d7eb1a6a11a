/**
 * Programs to be woven. They are no part of Rota by their name, for Rota's own classes are never
 * woven.
 */
@NullMarked
package kernels;

import org.jspecify.annotations.NullMarked;

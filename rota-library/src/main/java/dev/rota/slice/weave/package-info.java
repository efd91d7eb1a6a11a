/**
 * Puts polls into application classes, as they are loaded or ahead of time. Knows what it makes
 * classes call by its name alone, and imports nothing of Rota.
 */
@NullMarked
package dev.rota.slice.weave;

import org.jspecify.annotations.NullMarked;

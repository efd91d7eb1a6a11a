/** What locks and the schedulers of threads tell each other, so that those that wait lend turns. */
@NullMarked
package dev.rota.lend;

import org.jspecify.annotations.NullMarked;

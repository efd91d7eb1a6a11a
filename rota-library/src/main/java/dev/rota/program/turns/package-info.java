/**
 * Running programs by turns: more of them are alive than may hold the processors, and a policy says
 * which go on and which are stopped. {@link Rotation} decides and knows neither processes nor a
 * clock; {@link ProcessGroups} stops, continues and reads the processes that there are.
 */
@NullMarked
package dev.rota.program.turns;

import org.jspecify.annotations.NullMarked;

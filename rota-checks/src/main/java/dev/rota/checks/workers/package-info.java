/** How many workers achieve how much, and where pools land that find it themselves. */
@NullMarked
package dev.rota.checks.workers;

import org.jspecify.annotations.NullMarked;

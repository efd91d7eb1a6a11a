/**
 * What would happen: a machine of processors that exists in memory only and runs tasks by a {@link
 * dev.rota.schedule.Policy}, the same object that orders a live pool. {@link
 * dev.rota.simulate.Simulation} is the way in.
 */
@NullMarked
package dev.rota.simulate;

import org.jspecify.annotations.NullMarked;

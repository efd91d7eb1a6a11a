/**
 * What becomes of workers that die, hang or are to go, decided by a pure state machine: {@link
 * dev.rota.supervise.Supervisor}. Pools of processes and services do what it says.
 */
@NullMarked
package dev.rota.supervise;

import org.jspecify.annotations.NullMarked;

package dev.rota;

import java.io.Serializable;

/** A unit of work without a result that can travel to another process; see {@link Task}. */
@FunctionalInterface
public interface VoidTask extends Runnable, Serializable {}

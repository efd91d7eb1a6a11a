/**
 * What runs inside a worker process. Only classes that a worker needs at once are on its start
 * path: no foreign functions, no Java serialization, no lambdas before it has said that it is
 * ready.
 */
@NullMarked
package dev.rota.worker;

import org.jspecify.annotations.NullMarked;

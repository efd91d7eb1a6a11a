/**
 * What runs inside a worker of a service: {@code Worker} is its main class.
 *
 * <p>A request goes {@code Pipeline -> Connection -> Exchange -> Calls -> (the handler) -> Exchange
 * -> Connection}. All of a connection happens in its event loop; {@code Calls} says in which thread
 * the handler runs.
 */
@NullMarked
package dev.rota.http.worker;

import org.jspecify.annotations.NullMarked;

/**
 * The master of a service: {@link dev.rota.http.serve.Service} makes the socket, starts workers and
 * replaces them.
 */
@NullMarked
package dev.rota.http.serve;

import org.jspecify.annotations.NullMarked;

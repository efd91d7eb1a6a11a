/**
 * Services over HTTP: what answers, {@link dev.rota.http.Handler} or {@link
 * dev.rota.http.AsyncHandler}, and what runs it, a {@link dev.rota.http.serve.Service} under one of
 * the {@linkplain dev.rota.http.Model models}.
 */
@NullMarked
package dev.rota.http;

import org.jspecify.annotations.NullMarked;

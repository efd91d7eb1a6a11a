package dev.rota.http.link;

import java.time.Duration;

/**
 * How long things may take in a worker.
 *
 * @param request the longest that a handler may take
 * @param receive the longest that a request may take to arrive
 * @param idle the longest that a connection may be without a request
 * @param blockedAfter from when on a handler blocks an event loop
 */
public record Timeouts(Duration request, Duration receive, Duration idle, Duration blockedAfter) {}

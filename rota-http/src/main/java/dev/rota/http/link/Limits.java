package dev.rota.http.link;

/**
 * How much a worker takes on.
 *
 * @param queue how many requests may wait in this process for a thread or coroutine
 * @param connections how many connections this process serves
 * @param maxBody the largest body of a request, in bytes
 * @param maxHeaders the most that all its headers take, in bytes
 * @param maxTarget the longest first line of a request, in bytes
 */
public record Limits(int queue, int connections, int maxBody, int maxHeaders, int maxTarget) {}

/** Process pools, thread pools and time-sliced virtual threads behind {@code ExecutorService}. */
module dev.rota {
    requires static org.jspecify;

    exports dev.rota;
}

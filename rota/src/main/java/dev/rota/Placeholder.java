package dev.rota;

/** Makes the package exist until the first type arrives. */
public final class Placeholder {
    private Placeholder() {}
}

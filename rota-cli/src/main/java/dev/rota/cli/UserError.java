package dev.rota.cli;

/** A mistake of the user's that the parser could not see, such as a file that is not there. */
final class UserError extends RuntimeException {
    private final String line;

    /** Takes the one line that is printed: what is wrong, with the value at fault. */
    UserError(String line) {
        super(line);
        this.line = line;
    }

    String line() {
        return line;
    }
}

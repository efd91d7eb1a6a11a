package dev.rota.cli;

import dev.rota.cli.args.UserError;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on standard error and exit status 2. */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final PrintWriter err;

  Complaints(PrintWriter err) {
    this.err = err;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    var command = e.getCommandLine().getCommandSpec().qualifiedName();
    return complain(e.getMessage() + suggestion(e) + "; see " + command + " --help");
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return about(e);
  }

  int about(Throwable e) {
    return complain(e instanceof UserError mistake ? mistake.line() : "internal error: " + e);
  }

  private int complain(String message) {
    err.println("rota: " + message.strip().replaceAll("\\R\\s*", " "));
    return ExitCode.USAGE;
  }

  private static String suggestion(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      return ", did you mean " + unmatched.getSuggestions().getFirst() + "?";
    }
    return "";
  }
}

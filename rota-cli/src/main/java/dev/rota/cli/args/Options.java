package dev.rota.cli.args;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options of subcommands, which are built by hand: how they are declared and asked for. */
public final class Options {
  private Options() {}

  /** One that is there or not. */
  public static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name)
        .type(boolean.class)
        .defaultValue("false")
        .description(description)
        .build();
  }

  /** One with a value; without a converter picocli's own for the type is taken. */
  public static OptionSpec.Builder option(
      String name, String label, Class<?> type, @Nullable ITypeConverter<?> converter) {
    var option = OptionSpec.builder(name).paramLabel(label).type(type);
    return converter == null ? option : option.converters(converter);
  }

  /** Whether a flag was given. */
  public static boolean is(CommandSpec spec, String option) {
    return spec.findOption(option).<Boolean>getValue();
  }

  /** The value of an option; null if it was not given and has no default. */
  @SuppressWarnings({"TypeParameterUnusedInFormals", "NullAway"}) // picocli's own way
  public static <T> T value(CommandSpec spec, String option) {
    return spec.findOption(option).getValue();
  }
}

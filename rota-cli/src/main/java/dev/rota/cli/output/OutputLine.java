package dev.rota.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.rota.Outcome;
import dev.rota.TaskFailure;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One outcome as one line of JSON. Numbers that JSON cannot write, NaN and the infinities, are
 * strings; half a surrogate pair becomes a question mark.
 */
public final class OutputLine {
  private final JsonFactory json = new JsonFactory();

  /** The line with its line feed, in UTF-8. */
  public byte[] of(Outcome<String, ?> outcome) {
    var text = new StringWriter();
    try (var line = json.createGenerator(text)) {
      line.writeStartObject();
      line.writeStringField("input", outcome.input());
      switch (outcome) {
        case Outcome.Success<?, ?>(_, Object value, _) -> {
          line.writeFieldName("value");
          write(value, line);
        }
        case Outcome.Failure<?, ?>(_, TaskFailure failure, _) ->
            writeFailure(failure, outcome, line);
      }
      line.writeEndObject();
      line.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void writeFailure(
      TaskFailure failure, Outcome<String, ?> outcome, JsonGenerator line) throws IOException {
    line.writeStringField("failure", FailureKind.of(failure).word());
    line.writeStringField("detail", Detail.of(failure));
    line.writeNumberField("wallMs", millis(outcome.execution().runTime()));
    line.writeNumberField("cpuMs", millis(outcome.execution().cpuTime()));
    line.writeNumberField("attempts", outcome.attempts());
  }

  private static long millis(Duration time) {
    return time.plusNanos(500_000).toMillis();
  }

  private static void write(@Nullable Object value, JsonGenerator line) throws IOException {
    switch (value) {
      case null -> line.writeNull();
      case String text -> line.writeString(text);
      case Boolean bool -> line.writeBoolean(bool);
      case Double number -> line.writeNumber(number); // NaN as a string: Jackson's default
      case Float number -> line.writeNumber(number);
      case BigInteger number -> line.writeNumber(number);
      case BigDecimal number -> line.writeNumber(number);
      case Number number -> line.writeNumber(number.longValue());
      case Map<?, ?> map -> writeMap(map, line);
      case List<?> list -> writeList(list, line);
      default -> writeScalarOrArray(value, line);
    }
  }

  private static void writeScalarOrArray(Object value, JsonGenerator line) throws IOException {
    if (!value.getClass().isArray()) {
      line.writeString(value.toString());
      return;
    }
    line.writeStartArray();
    for (int i = 0; i < Array.getLength(value); i++) {
      write(Array.get(value, i), line);
    }
    line.writeEndArray();
  }

  private static void writeMap(Map<?, ?> map, JsonGenerator line) throws IOException {
    line.writeStartObject();
    for (var entry : map.entrySet()) {
      line.writeFieldName(String.valueOf(entry.getKey()));
      write(entry.getValue(), line);
    }
    line.writeEndObject();
  }

  private static void writeList(List<?> list, JsonGenerator line) throws IOException {
    line.writeStartArray();
    for (var element : list) {
      write(element, line);
    }
    line.writeEndArray();
  }
}

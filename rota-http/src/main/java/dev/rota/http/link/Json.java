package dev.rota.http.link;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Objects of JSON as text. */
public final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  /** What is in an object. */
  @FunctionalInterface
  public interface Fields {
    /** Writes them. */
    void write(JsonGenerator out) throws IOException;
  }

  private Json() {}

  /** An object in one line, without a line's end. */
  public static String object(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      out.writeStartObject();
      fields.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not of a string
    }
    return text.toString();
  }
}

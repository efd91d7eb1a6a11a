package dev.rota.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectStreamConstants;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Serialized results from a worker that lies: a value or the one exception, and memory bounded. */
class HostileSerializationTest {

  private static final int MESSAGES = Boolean.getBoolean("rota.long") ? 1_000_000 : 20_000;

  /** The tables of a map are allocated by their claimed size, before anything is in them. */
  private static final int MOST_PER_BYTE = 200;

  private static final int MOST_BESIDES = 200_000;

  private static final AllowedClasses ALLOWED =
      AllowedClasses.of(
          "serializedResults", List.of(Part.class, ArrayList.class, HashMap.class, HashSet.class));

  /** With one of everything that a stream is made of. */
  static final class Part implements Serializable {
    private static final long serialVersionUID = 1;
    ArrayList<Object> list = new ArrayList<>();
    HashMap<String, Object> map = new HashMap<>();
    HashSet<Object> set = new HashSet<>();
    long[] numbers = {1, 2, 3};
    Object self = this;
  }

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void damagedMessages() {
    byte[] sound = message();
    long first = System.nanoTime();
    int values = 0;
    for (long seed = first; seed < first + MESSAGES; seed++) {
      Mutation mutation = new Mutation(new Random(seed));
      try {
        if (survives(mutation.of(sound))) {
          values++;
        }
      } catch (Throwable failure) {
        throw new AssertionError("seed " + seed, failure);
      }
    }
    assertThat(values).isBetween(MESSAGES / 100, MESSAGES / 2);
  }

  private static byte[] message() {
    Part part = new Part();
    part.list.add(new Part());
    part.map.put("key", 1);
    part.set.add("element");
    ValueWriter writer = new ValueWriter(Trip.LIMIT, JavaSerialization.of(ALLOWED));
    writer.write(part);
    return writer.toByteArray();
  }

  private boolean survives(byte[] message) {
    long most = (long) MOST_PER_BYTE * message.length + MOST_BESIDES;
    long before = threads.getCurrentThreadAllocatedBytes();
    boolean value = isValue(message);
    if (threads.getCurrentThreadAllocatedBytes() - before > most) {
      before = threads.getCurrentThreadAllocatedBytes(); // classes were loaded, which happens once
      isValue(message);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThanOrEqualTo(most);
    }
    return value;
  }

  private static boolean isValue(byte[] message) {
    try {
      read(message);
      return true;
    } catch (MalformedValueException e) {
      return false;
    }
  }

  private static void read(byte[] message) throws MalformedValueException {
    ValueReader reader =
        new ValueReader(
            HostileSerializationTest.class.getClassLoader(), JavaSerialization.of(ALLOWED));
    reader.reset(message, 0, message.length);
    reader.read();
  }

  @Test
  void aClassThatIsNotAllowedIsNotLookedFor() throws IOException {
    byte[] message =
        stream(
            out -> {
              out.writeByte(ObjectStreamConstants.TC_CLASS);
              out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
              out.writeUTF("no.such.Type");
              out.writeLong(1);
              out.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
              out.writeShort(0);
              out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
              out.writeByte(ObjectStreamConstants.TC_NULL);
            });
    assertThatThrownBy(() -> read(message))
        .hasMessageContaining("no.such.Type")
        .hasMessageContaining("is not among serializedResults");
  }

  @Test
  void proxiesAreRefused() throws IOException {
    byte[] message =
        stream(
            out -> {
              out.writeByte(ObjectStreamConstants.TC_OBJECT);
              out.writeByte(ObjectStreamConstants.TC_PROXYCLASSDESC);
              out.writeInt(1);
              out.writeUTF("java.lang.Runnable");
              out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
              out.writeByte(ObjectStreamConstants.TC_NULL);
            });
    assertThatThrownBy(() -> read(message)).hasMessageContaining("a proxy");
  }

  @Test
  void anArrayThatIsLongerThanTheMessageIsRefusedUnmade() throws IOException {
    byte[] message =
        stream(
            out -> {
              out.writeByte(ObjectStreamConstants.TC_ARRAY);
              out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
              out.writeUTF("[J");
              out.writeLong(0x782004b512b17593L);
              out.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
              out.writeShort(0);
              out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
              out.writeByte(ObjectStreamConstants.TC_NULL);
              out.writeInt(1 << 20);
            });
    assertThatThrownBy(() -> read(message)).hasMessageContaining("larger than its bytes");
  }

  private interface Content {
    void write(DataOutputStream out) throws IOException;
  }

  /** A value with a stream of its own making in it. */
  private static byte[] stream(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.writeShort(ObjectStreamConstants.STREAM_MAGIC);
    data.writeShort(ObjectStreamConstants.STREAM_VERSION);
    content.write(data);
    Output out = new Output(Trip.LIMIT);
    out.put(Tag.JAVA);
    int start = out.claim(4);
    out.put(bytes.toByteArray(), 0, bytes.size());
    out.set(start, bytes.size());
    return out.toByteArray();
  }
}

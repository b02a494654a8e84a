package pot.zk.proof;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;

/** Numbers as bytes, little-endian throughout. */
public final class Bytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Bytes() {}

  public static long getLong(byte[] bytes, int offset) {
    return (long) LONGS.get(bytes, offset);
  }

  public static void putLong(byte[] bytes, int offset, long value) {
    LONGS.set(bytes, offset, value);
  }

  public static byte[] ofLong(long value) {
    byte[] out = new byte[Long.BYTES];
    putLong(out, 0, value);
    return out;
  }

  public static byte[] ofLongs(long[] values) {
    byte[] out = new byte[values.length * Long.BYTES];
    for (int i = 0; i < values.length; i++) {
      putLong(out, i * Long.BYTES, values[i]);
    }
    return out;
  }

  /** c0 then c1 of each element. */
  public static byte[] ofElements(ExtVector elements) {
    byte[] out = new byte[elements.length() * Ext.BYTES];
    for (int i = 0; i < elements.length(); i++) {
      putLong(out, i * Ext.BYTES, elements.c0()[i]);
      putLong(out, i * Ext.BYTES + Long.BYTES, elements.c1()[i]);
    }
    return out;
  }

  /** The elements of K whose words these are. */
  public static ExtVector elements(long[] words) {
    ExtVector out = ExtVector.zeros(words.length / 2);
    for (int i = 0; i < out.length(); i++) {
      out.c0()[i] = words[2 * i];
      out.c1()[i] = words[2 * i + 1];
    }
    return out;
  }
}

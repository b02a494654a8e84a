package pot.zk.model;

import java.util.regex.Pattern;
import pot.zk.error.UnusableRequestException;

/** One layer of a model. */
public sealed interface Layer {
  /**
   * X W + b, with W of in x out.
   *
   * <p>Throws {@link UnusableRequestException} for any other name or size.
   *
   * @param name 1 to {@value #MAX_NAME_CHARS} characters of A-Z a-z 0-9 _ . -; unique in its model
   * @param in from 1 to {@link Model#MAX_DIMENSION}
   * @param out from 1 to {@link Model#MAX_DIMENSION}
   */
  record Linear(String name, int in, int out, boolean bias) implements Layer {
    static final int MAX_NAME_CHARS = 64;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    public Linear {
      String path = Model.PATH + ".layers." + Checks.clip(name);
      checkName(path + ".name", name);
      Checks.range(path + ".in", in, 1, Model.MAX_DIMENSION);
      Checks.range(path + ".out", out, 1, Model.MAX_DIMENSION);
    }

    static void checkName(String path, String name) {
      if (!NAME.matcher(name).matches()) {
        throw new UnusableRequestException(
            path,
            "\"" + Checks.clip(name) + "\"",
            "1 to " + MAX_NAME_CHARS + " characters of A-Z a-z 0-9 _ . -",
            "give the layer another name");
      }
    }
  }

  /** max(x, 0), element by element. */
  record Relu() implements Layer {}
}
